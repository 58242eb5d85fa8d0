"""Has processes, and awaits each job before it starts the next."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count_primes(limits):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        return [await loop.run_in_executor(pool, primes_below, limit) for limit in limits]
