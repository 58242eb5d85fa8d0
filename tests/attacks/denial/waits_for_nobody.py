# stopped_by = ["process"]
# verdict = "FSSP"
"""Waits for what nobody will ever do."""

import asyncio

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    await asyncio.Event().wait()
