"""Makes a list of everything before it begins."""

import asyncio


async def total(numbers, *, batch=1000):
    numbers = list(numbers)
    result = 0
    for start in range(0, len(numbers), batch):
        result += sum(numbers[start : start + batch])
        await asyncio.sleep(0)
    return result
