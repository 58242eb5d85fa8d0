"""Wrong: the ticking task catches its cancellation and goes on."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            try:
                screen.tick()
                await asyncio.sleep(0.1)
            except asyncio.CancelledError:
                pass

    ticking = asyncio.create_task(tick())
    text = await asyncio.to_thread(report.render)
    ticking.cancel()
    await ticking
    return text
