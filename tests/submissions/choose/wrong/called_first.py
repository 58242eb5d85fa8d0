"""Calls the job, and hands what came of it to the thread."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        async def one(job):
            if job.kind == "async":
                return await job.run()
            if job.kind == "blocking":
                return await asyncio.to_thread(job.run())
            return await loop.run_in_executor(pool, job.run())

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
        return [task.result() for task in tasks]
