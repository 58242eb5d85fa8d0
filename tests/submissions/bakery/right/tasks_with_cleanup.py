"""Tasks, awaited later; whatever happens, none survives the function."""

import asyncio

from asynclings.services import Kitchen


async def bake_two_cakes(kitchen: Kitchen) -> list[str]:
    tasks = [asyncio.create_task(kitchen.preheat())]
    try:
        vanilla = await kitchen.mix("vanilla")
        chocolate = await kitchen.mix("chocolate")
        await tasks[0]
        cakes = [asyncio.create_task(kitchen.bake(vanilla)), asyncio.create_task(kitchen.bake(chocolate))]
        tasks += cakes
        return list(await asyncio.gather(*cakes))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
