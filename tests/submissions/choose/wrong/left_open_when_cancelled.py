"""Shuts its pool down, unless it is cancelled."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor()

    async def one(job):
        if job.kind == "async":
            return await job.run()
        return await loop.run_in_executor(pool if job.kind == "cpu" else None, job.run)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
    except Exception:
        pool.shutdown()
        raise
    pool.shutdown()
    return [task.result() for task in tasks]
