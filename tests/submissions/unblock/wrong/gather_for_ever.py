"""Wrong: waits for the ticking as for the drawing, so it never ends."""

import asyncio


async def export(report, screen):
    async def tick():
        while True:
            await asyncio.sleep(0.1)
            screen.tick()

    _, text = await asyncio.gather(tick(), asyncio.to_thread(report.render))
    return text
