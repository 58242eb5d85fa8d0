"""asyncio.wait, which ends at the first error and leaves it to us to stop the rest."""

import asyncio

from asynclings.services import Kitchen


async def bake_two_cakes(kitchen: Kitchen) -> list[str]:
    oven = asyncio.create_task(kitchen.preheat())
    cakes: list[asyncio.Task[str]] = []
    try:
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        await asyncio.wait([oven])
        oven.result()
        cakes = [asyncio.create_task(kitchen.bake(batter)) for batter in batters]
        await asyncio.wait(cakes, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in [oven, *cakes]:
            task.cancel()
        await asyncio.wait([oven, *cakes])
    for cake in cakes:
        if not cake.cancelled():
            cake.result()
    return [cake.result() for cake in cakes]
