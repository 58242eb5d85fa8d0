"""Makes one pause and awaits it again and again."""

import asyncio


async def countdown(name, ticks, say):
    pause = asyncio.sleep(1)
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        await pause
    return f"{name}: lift-off"
