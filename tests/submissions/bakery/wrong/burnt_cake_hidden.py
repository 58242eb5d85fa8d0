"""Catches every error of a cake, and serves what is left."""

import asyncio


async def bake(kitchen, batter):
    try:
        return await kitchen.bake(batter)
    except Exception:
        return "no cake"


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        await oven
        cakes = [group.create_task(bake(kitchen, batter)) for batter in batters]
    return [cake.result() for cake in cakes]
