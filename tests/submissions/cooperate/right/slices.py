"""Takes slices of the iterator, and gives way after each."""

import asyncio
from itertools import islice


async def total(numbers, *, batch=1000):
    iterator = iter(numbers)
    result = 0
    while part := list(islice(iterator, batch)):
        result += sum(part)
        await asyncio.sleep(0)
    return result
