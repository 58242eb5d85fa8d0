"""Bakes both cakes together, but stands beside the oven while it heats."""

import asyncio


async def bake_two_cakes(kitchen):
    await kitchen.preheat()
    batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
    async with asyncio.TaskGroup() as group:
        cakes = [group.create_task(kitchen.bake(batter)) for batter in batters]
    return [cake.result() for cake in cakes]
