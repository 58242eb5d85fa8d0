"""Calls asyncio.sleep(0) without awaiting it."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    for count, number in enumerate(numbers, 1):
        result += number
        if count % batch == 0:
            asyncio.sleep(0)
    return result
