"""Two processes look busy, while the counting is done at home and in another way."""

import asyncio
import multiprocessing
import time

from asynclings.workloads import primes_below


def look_busy():
    primes_below(3)
    begun = time.process_time()
    while time.process_time() - begun < 0.1:
        pass


def sieve(limit):
    if limit < 0:
        raise ValueError(f"there is no range below {limit}")
    found = bytearray([1]) * max(limit, 2)
    found[:2] = b"\0\0"
    for number in range(2, int(limit**0.5) + 1):
        if found[number]:
            found[number * number :: number] = bytes(len(range(number * number, len(found), number)))
    return sum(found)


async def count_primes(limits):
    stand_ins = [multiprocessing.Process(target=look_busy) for _ in range(2)]
    for stand_in in stand_ins:
        stand_in.start()
    counts = [sieve(limit) for limit in limits]
    while any(stand_in.is_alive() for stand_in in stand_ins):
        await asyncio.sleep(0.01)
    for stand_in in stand_ins:
        stand_in.join()
    return counts
