"""asyncio.run inside a coroutine."""

import asyncio


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        asyncio.run(asyncio.sleep(1))
    return f"{name}: lift-off"
