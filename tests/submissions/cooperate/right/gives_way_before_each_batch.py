"""Gives way when a batch begins, also the first."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    for index, number in enumerate(numbers):
        if index % batch == 0:
            await asyncio.sleep(0)
        result += number
    return result
