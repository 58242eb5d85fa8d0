"""Makes its pause when the file is imported, where no loop runs."""

import asyncio

PAUSE = asyncio.get_running_loop().create_task(asyncio.sleep(1))


async def countdown(name, ticks, say):
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        await PAUSE
    return f"{name}: lift-off"
