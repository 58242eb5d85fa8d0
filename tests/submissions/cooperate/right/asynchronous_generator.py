"""An asynchronous generator hands out batches, and gives way between them."""

import asyncio
from itertools import islice


async def parts(numbers, batch):
    iterator = iter(numbers)
    while part := list(islice(iterator, batch)):
        yield part
        await asyncio.sleep(0)


async def total(numbers, *, batch=1000):
    result = 0
    async for part in parts(numbers, batch):
        result += sum(part)
    return result
