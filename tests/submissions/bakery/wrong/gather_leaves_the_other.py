"""Believes that gather stops the other cake when one burns."""

import asyncio


async def mix_both(kitchen):
    return [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]


async def bake_two_cakes(kitchen):
    _, (vanilla, chocolate) = await asyncio.gather(kitchen.preheat(), mix_both(kitchen))
    return await asyncio.gather(kitchen.bake(vanilla), kitchen.bake(chocolate))
