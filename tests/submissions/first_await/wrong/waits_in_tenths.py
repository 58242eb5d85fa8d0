"""Waits ten times a second, for a tenth each."""

import asyncio


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        for _ in range(10):
            await asyncio.sleep(0.1)
    return f"{name}: lift-off"
