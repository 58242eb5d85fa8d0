"""Sleeps for hundredths and looks at the clock in between."""

import asyncio


async def countdown(name, ticks, say):
    loop = asyncio.get_running_loop()
    began = loop.time()
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        while loop.time() < began + ticks - left + 1 - 1e-6:
            await asyncio.sleep(0.01)
    return f"{name}: lift-off"
