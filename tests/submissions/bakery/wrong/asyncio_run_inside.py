"""Starts a second event loop inside the first."""

import asyncio


async def bake_two_cakes(kitchen):
    asyncio.run(kitchen.preheat())
    batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
    return await asyncio.gather(*(kitchen.bake(batter) for batter in batters))
