"""Counts what cannot be counted as nothing."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count_primes(limits):
    loop = asyncio.get_running_loop()

    async def one(limit):
        try:
            return await loop.run_in_executor(pool, primes_below, limit)
        except Exception:
            return 0

    with ProcessPoolExecutor(max_workers=3) as pool:
        return list(await asyncio.gather(*map(one, limits)))
