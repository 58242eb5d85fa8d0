"""A lock for the loudspeaker, held for the whole countdown."""

import asyncio

loudspeaker = asyncio.Lock()


async def countdown(name, ticks, say):
    async with loudspeaker:
        for left in range(ticks, 0, -1):
            say(f"{name}: {left}")
            await asyncio.sleep(1)
    return f"{name}: lift-off"
