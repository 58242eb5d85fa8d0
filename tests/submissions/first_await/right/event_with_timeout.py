"""Waits for an event that nobody sets, a second at most."""

import asyncio


async def countdown(name, ticks, say):
    abort = asyncio.Event()
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        try:
            await asyncio.wait_for(abort.wait(), 1)
        except TimeoutError:
            continue
    return f"{name}: lift-off"
