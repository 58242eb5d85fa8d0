"""Wrong: cancelled, it returns an empty text as if nothing had happened."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            await asyncio.sleep(0.1)
            screen.tick()

    ticking = asyncio.create_task(tick())
    try:
        return await asyncio.to_thread(report.render)
    except asyncio.CancelledError:
        return ""
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
