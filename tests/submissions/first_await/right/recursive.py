"""Says a number, waits, and counts down from the next one."""

import asyncio


async def countdown(name, ticks, say):
    if ticks == 0:
        return f"{name}: lift-off"
    say(f"{name}: {ticks}")
    await asyncio.sleep(1)
    return await countdown(name, ticks - 1, say)
