"""A pool of one process: what computes does so one after another."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as pool:

        async def one(job):
            if job.kind == "async":
                return await job.run()
            return await loop.run_in_executor(pool if job.kind == "cpu" else None, job.run)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
        return [task.result() for task in tasks]
