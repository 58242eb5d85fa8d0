"""Waits with time.sleep until the oven is hot; the loop sleeps too, so nobody ever tells."""

import asyncio
import time


async def bake_two_cakes(kitchen):
    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix("vanilla"), await kitchen.mix("chocolate")]
        time.sleep(2)
        await oven
        cakes = [group.create_task(kitchen.bake(batter)) for batter in batters]
    return [cake.result() for cake in cakes]
