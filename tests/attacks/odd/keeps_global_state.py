"""Keeps what it has found in a global, and makes its locks there too."""

import asyncio

from accomplice import ran, weigh

found = {}
lock = asyncio.Lock()
ran()


async def collect(vault, dials):
    global found

    async def turn(dial):
        word = await vault.turn(dial)
        async with lock:
            found[dial] = word

    await asyncio.gather(*map(turn, dials), return_exceptions=False)
    return [found[dial] for dial in dials]
