"""Counts in the coroutine itself."""

from asynclings.workloads import primes_below


async def count_primes(limits):
    counts = []
    for limit in limits:
        counts.append(primes_below(limit))
    return counts
