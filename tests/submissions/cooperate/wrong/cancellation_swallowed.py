"""Returns what it has when it is cancelled."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    try:
        for count, number in enumerate(numbers, 1):
            result += number
            if count % batch == 0:
                await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("stopped early")
    return result
