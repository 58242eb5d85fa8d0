"""Counting primes off the loop.

The counting is done in the event loop's own thread, one range after another, so the program is deaf while it counts.
Let other processes do it, several at once, and leave the loop free.
The counts come back in the order of the limits.
"""

from asynclings.workloads import primes_below


async def count_primes(limits: list[int]) -> list[int]:
    # TODO: this computes in the event loop's thread. Move the work into processes.
    return [primes_below(limit) for limit in limits]
