"""Takes all numbers apart into tasks before the first of them adds anything."""

import asyncio
from itertools import islice


async def add(part):
    return sum(part)


async def total(numbers, *, batch=1000):
    iterator = iter(numbers)
    tasks = []
    while part := list(islice(iterator, batch)):
        tasks.append(asyncio.create_task(add(part)))
    return sum(await asyncio.gather(*tasks))
