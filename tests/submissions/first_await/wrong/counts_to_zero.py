"""Also says the zero."""

import asyncio


async def countdown(name, ticks, say):
    for left in range(ticks, -1, -1):
        say(f"{name}: {left}")
        await asyncio.sleep(1)
    return f"{name}: lift-off"
