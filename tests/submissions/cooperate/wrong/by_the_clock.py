"""Gives way every ten milliseconds, not every batch."""

import asyncio
import time


async def total(numbers, *, batch=1000):
    result = 0
    last = time.monotonic()
    for number in numbers:
        result += number
        if time.monotonic() - last > 0.01:
            await asyncio.sleep(0)
            last = time.monotonic()
    return result
