"""return_exceptions=True, and nobody looks: a burnt cake is returned as an exception object."""

import asyncio


async def mix_both(kitchen):
    return [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]


async def bake_two_cakes(kitchen):
    _, batters = await asyncio.gather(kitchen.preheat(), mix_both(kitchen))
    return await asyncio.gather(*(kitchen.bake(batter) for batter in batters), return_exceptions=True)
