"""Asks again and again whether the oven is hot, instead of waiting for it."""

import asyncio


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        while not oven.done():
            await asyncio.sleep(0)
        cakes = [group.create_task(kitchen.bake(batter)) for batter in batters]
    return [cake.result() for cake in cakes]
