"""Calls asyncio.sleep, but does not await it."""

import asyncio


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        asyncio.sleep(1)
    return f"{name}: lift-off"
