"""Starts the oven as a task that nobody stops when the baker is called away."""

import asyncio


async def bake_two_cakes(kitchen):
    oven = asyncio.create_task(kitchen.preheat())
    batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
    await oven
    async with asyncio.TaskGroup() as group:
        cakes = [group.create_task(kitchen.bake(batter)) for batter in batters]
    return [cake.result() for cake in cakes]
