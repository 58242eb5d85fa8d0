"""Wrong: the ticking task is told to stop, but nobody waits until it has."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            await asyncio.sleep(0.1)
            screen.tick()

    ticking = asyncio.create_task(tick())
    try:
        return await asyncio.to_thread(report.render)
    finally:
        ticking.cancel()
