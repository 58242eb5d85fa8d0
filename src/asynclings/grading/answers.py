"""What the work that exercises hand out must give: found quickly, and not by the function that is handed out."""

import math


def number_of_primes(limit: int) -> int:
    """How many primes are smaller than ``limit``, by a sieve."""
    sieve = bytearray([1]) * max(limit, 2)
    sieve[:2] = b"\0\0"
    for number in range(2, math.isqrt(limit) + 1):
        if sieve[number]:
            sieve[number * number :: number] = bytes(len(range(number * number, len(sieve), number)))
    return sum(sieve)
