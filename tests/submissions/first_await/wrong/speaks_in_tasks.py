"""Lets tasks do the speaking; their errors stay with them."""

import asyncio


async def speak(say, words):
    say(words)


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        asyncio.create_task(speak(say, f"{name}: {left}"))
        await asyncio.sleep(1)
    return f"{name}: lift-off"
