"""Makes a task after each batch and expects that it runs immediately."""

import asyncio


async def total(numbers, *, batch=1000):
    result = 0
    for count, number in enumerate(numbers, 1):
        result += number
        if count % batch == 0:
            asyncio.create_task(asyncio.sleep(0))
    return result
