"""Waits for a millisecond where it only should step aside."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    for count, number in enumerate(numbers, 1):
        result += number
        if count % batch == 0:
            await asyncio.sleep(0.001)
    return result
