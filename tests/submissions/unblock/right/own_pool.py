"""A pool of its own, shut down without waiting: a cancelled export must not wait for the thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def export(report, screen):
    async def tick():
        while True:
            screen.tick()
            await asyncio.sleep(0.1)

    pool = ThreadPoolExecutor(max_workers=1)
    try:
        async with asyncio.TaskGroup() as group:
            ticking = group.create_task(tick())
            text = await asyncio.get_running_loop().run_in_executor(pool, report.render)
            ticking.cancel()
        return text
    finally:
        pool.shutdown(wait=False)
