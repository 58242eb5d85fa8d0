"""Catches the cancellation in the loop, and goes on counting."""

import asyncio


async def countdown(name, ticks, say):
    while ticks:
        say(f"{name}: {ticks}")
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            continue
        ticks -= 1
    return f"{name}: lift-off"
