"""Mixes while the oven heats, but bakes one cake after the other."""

import asyncio


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        await oven
    return [await kitchen.bake(batter) for batter in batters]
