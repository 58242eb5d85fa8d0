"""Hands the counts back as they come."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count_primes(limits):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as pool:
        jobs = [loop.run_in_executor(pool, primes_below, limit) for limit in reversed(limits)]
        return [await job for job in jobs]
