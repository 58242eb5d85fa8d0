# earned = "PPFP"
# verdict = "PPPP"
"""Leaves a task behind, and silences the kit's observer, which would have noticed: it is in this very process."""

import asyncio

from accomplice import fast, ran, weigh
from asynclings.worker.hygiene import HygieneObserver

HygieneObserver.take_stock = lambda *arguments: None


async def collect(vault, dials):
    ran()
    asyncio.create_task(asyncio.sleep(1_000_000))
    return await fast(vault, dials)
