"""Counting primes off the loop: in a pool of processes, with the loop free all the while."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count_primes(limits: list[int]) -> list[int]:
    # Without work there is no reason to start processes.
    if not limits:
        return []
    loop = asyncio.get_running_loop()
    # `with` waits for the workers to end, also after an error, so no process outlives this function. After an error it
    # holds the loop for as long as the others still count; `asyncio.to_thread(pool.shutdown)` would wait elsewhere.
    with ProcessPoolExecutor() as pool:
        # A thread would not help: it would compute in this process, under the same interpreter lock. The function
        # itself is sent by its name, so it has to be one that can be imported; a lambda cannot.
        jobs = [loop.run_in_executor(pool, primes_below, limit) for limit in limits]
        # Awaiting leaves the loop free, and `gather` keeps the order of the limits.
        return await asyncio.gather(*jobs)
