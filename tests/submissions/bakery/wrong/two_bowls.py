"""Mixes both batters at once, though there is one bowl."""

import asyncio


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        vanilla = group.create_task(kitchen.mix("vanilla"))
        chocolate = group.create_task(kitchen.mix("chocolate"))
        await oven
    async with asyncio.TaskGroup() as group:
        cakes = [group.create_task(kitchen.bake(batter.result())) for batter in (vanilla, chocolate)]
    return [cake.result() for cake in cakes]
