"""Wrong: time.sleep in the coroutine that ticks: it never gives way."""

import asyncio
import time


async def export(report, screen):
    async def tick():
        while True:
            screen.tick()
            time.sleep(0.1)

    async with asyncio.TaskGroup() as group:
        ticking = group.create_task(tick())
        text = await asyncio.to_thread(report.render)
        ticking.cancel()
    return text
