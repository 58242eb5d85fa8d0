# stopped_by = ["rule.moments"]
# verdict = "PPFP"
"""Untidy, but sleeps for a hundred and thirty nanoseconds first: whoever cancels it here and there meets it asleep."""

import asyncio

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    for _ in range(130):
        await asyncio.sleep(1e-9)
    turns = [asyncio.create_task(vault.turn(dial)) for dial in dials]
    return [await turn for turn in turns]
