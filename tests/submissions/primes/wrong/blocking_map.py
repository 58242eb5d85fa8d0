"""`pool.map` in the coroutine: several processes, but the loop waits for them with its thread."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count_primes(limits):
    with ProcessPoolExecutor(max_workers=3) as pool:
        return list(pool.map(primes_below, limits))
