"""Wrong: ticks twice as often as asked."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            screen.tick()
            await asyncio.sleep(0.05)

    async with asyncio.TaskGroup() as group:
        ticking = group.create_task(tick())
        text = await asyncio.to_thread(report.render)
        ticking.cancel()
    return text
