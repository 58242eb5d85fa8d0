"""Wrong: the ticking is stopped and waited for, but only if the drawing succeeds."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            await asyncio.sleep(0.1)
            screen.tick()

    ticking = asyncio.create_task(tick())
    text = await asyncio.to_thread(report.render)
    ticking.cancel()
    await asyncio.gather(ticking, return_exceptions=True)
    return text
