"""An asynchronous generator gives the numbers, one a second."""

import asyncio


async def seconds(ticks):
    for left in range(ticks, 0, -1):
        yield left
        await asyncio.sleep(1)


async def countdown(name, ticks, say):
    async for left in seconds(ticks):
        say(f"{name}: {left}")
    return f"{name}: lift-off"
