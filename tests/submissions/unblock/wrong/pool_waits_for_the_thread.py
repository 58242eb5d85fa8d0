"""Wrong: at the end of `with` the pool waits for its thread, so a cancelled export blocks the loop until the text is there."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def export(report, screen):
    async def tick():
        while True:
            screen.tick()
            await asyncio.sleep(0.1)

    with ThreadPoolExecutor(max_workers=1) as pool:
        async with asyncio.TaskGroup() as group:
            ticking = group.create_task(tick())
            text = await asyncio.get_running_loop().run_in_executor(pool, report.render)
            ticking.cancel()
    return text
