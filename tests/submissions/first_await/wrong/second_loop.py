"""Makes a second event loop to wait in."""

import asyncio


async def countdown(name, ticks, say):
    loop = asyncio.new_event_loop()
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        pause = asyncio.sleep(1)
        try:
            loop.run_until_complete(pause)
        finally:
            pause.close()
            loop.close()
    return f"{name}: lift-off"
