"""Gives way when the batch is over by one."""

import asyncio


async def total(numbers, *, batch=1000):
    result = since = 0
    for number in numbers:
        result += number
        since += 1
        if since > batch:
            await asyncio.sleep(0)
            since = 0
    return result
