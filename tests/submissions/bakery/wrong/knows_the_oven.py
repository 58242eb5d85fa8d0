"""Does not wait for the oven but for two minutes, which is right for one oven only."""

import asyncio


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        await asyncio.sleep(2)
        cakes = [group.create_task(kitchen.bake(batter)) for batter in batters]
    return [cake.result() for cake in cakes]
