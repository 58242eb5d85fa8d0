"""A job that fails has no result."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        async def one(job):
            try:
                if job.kind == "async":
                    return await job.run()
                return await loop.run_in_executor(pool if job.kind == "cpu" else None, job.run)
            except Exception:
                return None

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
        return [task.result() for task in tasks]
