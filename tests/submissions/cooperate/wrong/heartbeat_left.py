"""Starts a heartbeat that nobody stops."""

import asyncio


async def heartbeat():
    while True:
        await asyncio.sleep(1)


async def total(numbers, *, batch=1000):
    asyncio.create_task(heartbeat())
    result = 0
    for count, number in enumerate(numbers, 1):
        result += number
        if count % batch == 0:
            await asyncio.sleep(0)
    return result
