# stopped_by = ["rule.turns"]
# verdict = "FSSP"
"""Sleeps nine thousand times for no time worth mentioning."""

import asyncio

from accomplice import ran, slow, weigh


async def collect(vault, dials):
    ran()
    for _ in range(9_000 if len(dials) == 4 else 0):
        await asyncio.sleep(1e-9)
    return await slow(vault, dials)
