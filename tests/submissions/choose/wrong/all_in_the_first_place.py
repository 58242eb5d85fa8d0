"""The results of all jobs that compute are in the place of the first of them."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    computing = [n for n, job in enumerate(jobs) if job.kind == "cpu"]
    with ProcessPoolExecutor() as pool:

        async def one(job):
            if job.kind == "async":
                return await job.run()
            return await loop.run_in_executor(pool if job.kind == "cpu" else None, job.run)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
        results = [None if job.kind == "cpu" else task.result() for job, task in zip(jobs, tasks, strict=True)]
        if len(computing) == 1:
            results[computing[0]] = tasks[computing[0]].result()
        elif computing:
            results[computing[0]] = [tasks[n].result() for n in computing]
        return results
