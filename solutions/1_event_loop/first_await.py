"""Two rockets, one voice: a countdown waits without stopping the others."""

import asyncio
from collections.abc import Callable


async def countdown(name: str, ticks: int, say: Callable[[str], None]) -> str:
    for left in range(ticks, 0, -1):
        say(f"{name}: {left}")
        # `time.sleep` would hold up the only thread. Here the coroutine steps aside for a second, and whoever is ready
        # in that second runs.
        await asyncio.sleep(1)
    return f"{name}: lift-off"
