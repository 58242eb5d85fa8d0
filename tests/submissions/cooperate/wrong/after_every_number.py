"""Gives way after every number."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    for number in numbers:
        result += number
        await asyncio.sleep(0)
    return result
