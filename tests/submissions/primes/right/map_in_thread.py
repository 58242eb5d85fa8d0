"""`pool.map` is blocking, so a thread waits for it."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


def _count(limits):
    with ProcessPoolExecutor(max_workers=4) as pool:
        return list(pool.map(primes_below, limits))


async def count_primes(limits):
    return await asyncio.to_thread(_count, limits) if limits else []
