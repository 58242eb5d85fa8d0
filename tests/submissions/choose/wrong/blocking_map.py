"""Waits for the processes in the loop's thread."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, wait


async def run_jobs(jobs):
    async def one(job):
        return await (job.run() if job.kind == "async" else asyncio.to_thread(job.run))

    with ProcessPoolExecutor() as pool:
        futures = {n: pool.submit(job.run) for n, job in enumerate(jobs) if job.kind == "cpu"}
        wait(futures.values())
        async with asyncio.TaskGroup() as group:
            tasks = {n: group.create_task(one(job)) for n, job in enumerate(jobs) if job.kind != "cpu"}
        return [futures[n].result() if n in futures else tasks[n].result() for n in range(len(jobs))]
