"""Waits until all are done or one has failed, and stops the rest; a pool of its own for threads, not waited for."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


async def run_jobs(jobs):
    if not jobs:
        return []
    loop = asyncio.get_running_loop()
    threads = ThreadPoolExecutor(max_workers=20)
    with ProcessPoolExecutor() as processes:

        async def one(job):
            if job.kind == "async":
                return await job.run()
            return await loop.run_in_executor(threads if job.kind == "blocking" else processes, job.run)

        tasks = [asyncio.ensure_future(one(job)) for job in jobs]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            threads.shutdown(wait=False, cancel_futures=True)
    return [task.result() for task in tasks]
