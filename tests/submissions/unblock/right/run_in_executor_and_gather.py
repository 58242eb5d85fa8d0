"""The loop's own pool, by its older name; the ticking task is collected with gather."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            await asyncio.sleep(0.1)
            screen.tick()

    loop = asyncio.get_running_loop()
    ticker = loop.create_task(tick())
    try:
        text = await loop.run_in_executor(None, report.render)
    finally:
        ticker.cancel()
        await asyncio.gather(ticker, return_exceptions=True)
    return text
