"""Makes a pool of processes for jobs that compute, if there are any."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor()) if any(job.kind == "cpu" for job in jobs) else None

        async def one(job):
            if job.kind == "async":
                return await job.run()
            return await loop.run_in_executor(pool if job.kind == "cpu" else None, job.run)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
        return [task.result() for task in tasks]
