"""The wheel also turns at the very beginning, twice, and once more in the instant in which the text is there."""

import asyncio


async def turn(screen):
    while True:
        screen.tick()
        await asyncio.sleep(0.1)


async def export(report, screen):
    screen.tick()
    async with asyncio.TaskGroup() as group:
        wheel = group.create_task(turn(screen))
        text = await asyncio.to_thread(report.render)
        wheel.cancel()
    screen.tick()
    return text
