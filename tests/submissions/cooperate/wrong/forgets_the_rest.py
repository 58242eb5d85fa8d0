"""Adds whole batches only."""

import asyncio


async def total(numbers, *, batch=1000):
    result, part = 0, []
    for number in numbers:
        part.append(number)
        if len(part) == batch:
            result += sum(part)
            part = []
            await asyncio.sleep(0)
    return result
