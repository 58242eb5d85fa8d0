"""The waiting has a coroutine of its own; awaiting it waits as well as awaiting the sleep."""

import asyncio


async def one_second():
    await asyncio.sleep(1)


async def countdown(name, ticks, say):
    while ticks:
        say(f"{name}: {ticks}")
        await one_second()
        ticks -= 1
    return f"{name}: lift-off"
