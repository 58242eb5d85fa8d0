"""Starts an event loop in a thread for each job that waits, and so takes it from the loop that it belongs to."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        async def one(job):
            if job.kind == "async":
                return await asyncio.to_thread(lambda: asyncio.run(job.run()))
            return await loop.run_in_executor(pool if job.kind == "cpu" else None, job.run)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
        return [task.result() for task in tasks]
