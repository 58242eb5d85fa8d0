"""Protects its sleep from being cancelled, and leaves it behind."""

import asyncio


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        await asyncio.shield(asyncio.sleep(1))
    return f"{name}: lift-off"
