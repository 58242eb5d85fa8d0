"""Returns the cakes as they come out of the oven."""

import asyncio


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        await oven
        baking = [group.create_task(kitchen.bake(batter)) for batter in batters]
        return [await cake for cake in asyncio.as_completed(baking)]
