"""The frozen window: the report is drawn in a thread, and the wheel turns meanwhile."""

import asyncio

from asynclings.services import Screen, SlowReport


async def turn_the_wheel(screen: Screen) -> None:
    # It need not know when to stop: a task can be cancelled wherever it awaits.
    while True:
        await asyncio.sleep(0.1)
        screen.tick()


async def export(report: SlowReport, screen: Screen) -> str:
    # The group makes sure of the wheel: if `render` fails, or if we are cancelled, it is stopped and waited for.
    async with asyncio.TaskGroup() as group:
        wheel = group.create_task(turn_the_wheel(screen))
        # The function, without parentheses: the thread is to call it, not we. The loop is free while we wait.
        text = await asyncio.to_thread(report.render)
        # The group waits for all of its tasks, and this one would never end by itself.
        wheel.cancel()
    return text
