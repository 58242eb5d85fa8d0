"""Goes on counting when the loudspeaker fails, and tells nobody."""

import asyncio


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        try:
            say(f"{name}: {left}")
        except Exception:
            pass
        await asyncio.sleep(1)
    return f"{name}: lift-off"
