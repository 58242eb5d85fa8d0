"""The end of its pool of threads waits for those that block, also when it is cancelled."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as processes, ThreadPoolExecutor(20) as threads:

        async def one(job):
            if job.kind == "async":
                return await job.run()
            return await loop.run_in_executor(processes if job.kind == "cpu" else threads, job.run)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
        return [task.result() for task in tasks]
