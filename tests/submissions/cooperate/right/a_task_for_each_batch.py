"""Adds each batch in a task of its own, and waits for it before it takes the next."""

import asyncio
from itertools import islice


async def add(part):
    return sum(part)


async def total(numbers, *, batch=1000):
    iterator = iter(numbers)
    result = 0
    while part := list(islice(iterator, batch)):
        result += await asyncio.create_task(add(part))
    return result
