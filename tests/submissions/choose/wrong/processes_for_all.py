"""Processes for what blocks, too: there, what it waits for is not to be had."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        async def one(job):
            return await (job.run() if job.kind == "async" else loop.run_in_executor(pool, job.run))

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
        return [task.result() for task in tasks]
