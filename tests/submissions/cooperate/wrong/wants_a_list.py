"""Cuts slices out of what may have none."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    for start in range(0, len(numbers), batch):
        result += sum(numbers[start : start + batch])
        await asyncio.sleep(0)
    return result
