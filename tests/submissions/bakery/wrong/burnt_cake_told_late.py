"""Reports a burnt cake only when the other one is done."""

import asyncio


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        await oven
    cakes = await asyncio.gather(*(kitchen.bake(batter) for batter in batters), return_exceptions=True)
    for cake in cakes:
        if isinstance(cake, Exception):
            raise cake
    return cakes
