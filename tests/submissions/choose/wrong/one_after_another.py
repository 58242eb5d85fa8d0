"""Each in its right place, and one after another."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run_jobs(jobs):
    results = []
    with ProcessPoolExecutor() as pool:
        for job in jobs:
            if job.kind == "async":
                results.append(await job.run())
            elif job.kind == "blocking":
                results.append(await asyncio.to_thread(job.run))
            else:
                results.append(await asyncio.get_running_loop().run_in_executor(pool, job.run))
    return results
