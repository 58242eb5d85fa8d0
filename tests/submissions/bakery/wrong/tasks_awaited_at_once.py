"""Makes a task of every step, and waits for it in the same line."""

import asyncio


async def bake_two_cakes(kitchen):
    await asyncio.create_task(kitchen.preheat())
    cakes = []
    for flavour in ("vanilla", "chocolate"):
        batter = await asyncio.create_task(kitchen.mix(flavour))
        cakes.append(await asyncio.create_task(kitchen.bake(batter)))
    return cakes
