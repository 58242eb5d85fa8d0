"""Asks for the errors as results, and never looks at them."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count_primes(limits):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=3) as pool:
        jobs = [loop.run_in_executor(pool, primes_below, limit) for limit in limits]
        return list(await asyncio.gather(*jobs, return_exceptions=True))
