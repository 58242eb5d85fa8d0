"""Gives way once, and then holds up the thread nevertheless."""

import asyncio
import time


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        await asyncio.sleep(0)
        time.sleep(1)
    return f"{name}: lift-off"
