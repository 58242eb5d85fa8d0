"""Wrong: twenty ticks, whatever the drawing takes."""

import asyncio


async def export(report, screen):
    async def tick():
        for _ in range(20):
            screen.tick()
            await asyncio.sleep(0.1)

    text, _ = await asyncio.gather(asyncio.to_thread(report.render), tick())
    return text
