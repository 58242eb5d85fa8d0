"""Calls kitchen.preheat() without await: the oven is never switched on."""

import asyncio


async def bake_two_cakes(kitchen):
    kitchen.preheat()
    batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
    async with asyncio.TaskGroup() as group:
        cakes = [group.create_task(kitchen.bake(batter)) for batter in batters]
    return [cake.result() for cake in cakes]
