"""Asks for errors as results, and returns them."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        async def one(job):
            if job.kind == "async":
                return await job.run()
            return await loop.run_in_executor(pool if job.kind == "cpu" else None, job.run)

        return await asyncio.gather(*(one(job) for job in jobs), return_exceptions=True)
