"""Wrong: a pool for each export, and none is ever shut down."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def export(report, screen):
    async def tick():
        while True:
            screen.tick()
            await asyncio.sleep(0.1)

    async with asyncio.TaskGroup() as group:
        ticking = group.create_task(tick())
        text = await asyncio.get_running_loop().run_in_executor(ThreadPoolExecutor(1), report.render)
        ticking.cancel()
    return text
