"""Threads for work that needs the processor: one interpreter lock, one at a time."""

import asyncio

from asynclings.workloads import primes_below


async def count_primes(limits):
    return await asyncio.gather(*(asyncio.to_thread(primes_below, limit) for limit in limits))
