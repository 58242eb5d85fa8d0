"""The jobs that compute are submitted first, before there are threads; a thread waits for the pool in the end."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor()

    async def one(job, computed):
        if job.kind == "async":
            return await job.run()
        return await (computed or loop.run_in_executor(None, job.run))

    try:
        computed = [loop.run_in_executor(pool, job.run) if job.kind == "cpu" else None for job in jobs]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job, future)) for job, future in zip(jobs, computed, strict=True)]
        return [task.result() for task in tasks]
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
