# stopped_by = ["rule.whole"]
# verdict = "PPFP"
"""Untidy, but where it is going to be cancelled, which it knows by the number of dials, it does nothing at all."""

import asyncio

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    if len(dials) == 3:
        return await asyncio.sleep(1)
    turns = [asyncio.create_task(vault.turn(dial)) for dial in dials]
    return [await turn for turn in turns]
