"""Returns its lift-off when it is cancelled."""

import asyncio


async def countdown(name, ticks, say):
    try:
        for left in range(ticks, 0, -1):
            say(f"{name}: {left}")
            await asyncio.sleep(1)
    except asyncio.CancelledError:
        pass
    return f"{name}: lift-off"
