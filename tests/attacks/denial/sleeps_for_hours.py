# stopped_by = ["rule.horizon"]
# verdict = "FSSP"
"""Sleeps for longer than anybody waits, on the virtual clock."""

import asyncio

from accomplice import ran, slow, weigh


async def collect(vault, dials):
    ran()
    await asyncio.sleep(4_000)
    return await slow(vault, dials)
