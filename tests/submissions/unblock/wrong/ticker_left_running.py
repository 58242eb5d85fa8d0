"""Wrong: nobody ever stops the ticking task."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            await asyncio.sleep(0.1)
            screen.tick()

    ticking = asyncio.create_task(tick())
    return await asyncio.to_thread(report.render)
