"""The wheel turns at every beat, and once between two of them."""

import asyncio


async def turn(screen):
    await asyncio.sleep(0.05)
    screen.tick()
    await asyncio.sleep(0.05)
    while True:
        screen.tick()
        await asyncio.sleep(0.1)


async def export(report, screen):
    async with asyncio.TaskGroup() as group:
        wheel = group.create_task(turn(screen))
        text = await asyncio.to_thread(report.render)
        wheel.cancel()
    return text
