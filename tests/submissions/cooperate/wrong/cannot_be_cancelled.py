"""Takes the cancellation for one more turn, and adds on."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    for count, number in enumerate(numbers, 1):
        result += number
        if count % batch == 0:
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                continue
    return result
