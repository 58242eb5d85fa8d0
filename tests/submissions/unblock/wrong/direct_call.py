"""Wrong: the ticking task is there, but `render` is called in the loop's thread, so the task gets no turn."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            screen.tick()
            await asyncio.sleep(0.1)

    ticking = asyncio.create_task(tick())
    try:
        return report.render()
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
