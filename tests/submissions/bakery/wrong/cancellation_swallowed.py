"""Catches CancelledError and returns as if nothing had happened."""

import asyncio


async def bake_two_cakes(kitchen):
    try:
        async with asyncio.TaskGroup() as group:
            oven = group.create_task(kitchen.preheat())
            batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
            await oven
            cakes = [group.create_task(kitchen.bake(batter)) for batter in batters]
    except asyncio.CancelledError:
        return []
    return [cake.result() for cake in cakes]
