"""Puts the blocking sleep into a thread: a hundred rockets need a hundred threads."""

import asyncio
import time


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        await asyncio.to_thread(time.sleep, 1)
    return f"{name}: lift-off"
