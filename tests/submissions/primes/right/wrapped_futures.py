"""`submit` and `asyncio.wrap_future`, gathered with the errors looked at."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count_primes(limits):
    with ProcessPoolExecutor(max_workers=3) as pool:
        futures = [asyncio.wrap_future(pool.submit(primes_below, limit)) for limit in limits]
        outcomes = await asyncio.gather(*futures, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return outcomes
