"""`gather`; when one fails, the others are cancelled and awaited."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()

    async def one(job):
        match job.kind:
            case "async":
                return await job.run()
            case "blocking":
                return await loop.run_in_executor(None, job.run)
            case "cpu":
                return await loop.run_in_executor(pool, job.run)

    with ProcessPoolExecutor(max_workers=3) as pool:
        tasks = [asyncio.create_task(one(job)) for job in jobs]
        try:
            return await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
