"""The cakes are taken as they are done, and put where they belong."""

import asyncio

from asynclings.services import Kitchen


async def bake_two_cakes(kitchen: Kitchen) -> list[str]:
    places = ["", ""]

    async def bake(place: int, batter: str) -> None:
        places[place] = await kitchen.bake(batter)

    async with asyncio.TaskGroup() as group:
        oven = group.create_task(kitchen.preheat())
        batters = [await kitchen.mix(flavour) for flavour in ("vanilla", "chocolate")]
        await oven
        baking = [group.create_task(bake(place, batter)) for place, batter in enumerate(batters)]
        for done in asyncio.as_completed(baking):
            await done
    return places
