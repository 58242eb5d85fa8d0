"""Returns the results kind by kind."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        async def one(job):
            if job.kind == "async":
                return await job.run()
            return await loop.run_in_executor(pool if job.kind == "cpu" else None, job.run)

        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(one(job)) for kind in ("async", "blocking", "cpu") for job in jobs if job.kind == kind
            ]
        return [task.result() for task in tasks]
