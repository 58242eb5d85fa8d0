"""Wrong: brackets after `render`, so the loop's thread draws, and the thread gets a text to call."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            screen.tick()
            await asyncio.sleep(0.1)

    ticking = asyncio.create_task(tick())
    try:
        return await asyncio.to_thread(report.render())
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
