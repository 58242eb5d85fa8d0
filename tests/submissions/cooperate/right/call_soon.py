"""Asks the loop to wake it in its next round."""

import asyncio


async def total(numbers, *, batch=1000):
    loop = asyncio.get_running_loop()
    result = 0
    for count, number in enumerate(numbers, 1):
        result += number
        if count % batch == 0:
            woken = asyncio.Event()
            loop.call_soon(woken.set)
            await woken.wait()
    return result
