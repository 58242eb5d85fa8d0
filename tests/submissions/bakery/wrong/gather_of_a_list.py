"""Hands gather one list instead of two coroutines."""

import asyncio


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        await oven
    return await asyncio.gather([kitchen.bake(batter) for batter in batters])
