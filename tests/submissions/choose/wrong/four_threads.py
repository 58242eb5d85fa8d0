"""A pool of four threads for what blocks."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    threads = ThreadPoolExecutor(4)
    try:
        with ProcessPoolExecutor() as processes:

            async def one(job):
                if job.kind == "async":
                    return await job.run()
                return await loop.run_in_executor(processes if job.kind == "cpu" else threads, job.run)

            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(job)) for job in jobs]
            return [task.result() for task in tasks]
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
