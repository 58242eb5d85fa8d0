"""gather for the oven and the bowl, gather for the cakes; the cakes are tasks, so that they can be stopped when one burns."""

import asyncio

from asynclings.services import Kitchen


async def mix_both(kitchen: Kitchen) -> list[str]:
    return [await kitchen.mix(flavour) for flavour in ("vanilla", "chocolate")]


async def bake_two_cakes(kitchen: Kitchen) -> list[str]:
    _, batters = await asyncio.gather(kitchen.preheat(), mix_both(kitchen))
    cakes = [asyncio.ensure_future(kitchen.bake(batter)) for batter in batters]
    try:
        return await asyncio.gather(*cakes)
    except Exception:
        for cake in cakes:
            cake.cancel()
        await asyncio.wait(cakes)
        raise
