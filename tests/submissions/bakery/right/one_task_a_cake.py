"""Each cake has a task that mixes, waits for the oven and bakes; a lock guards the bowl, an event tells that the oven is hot."""

import asyncio

from asynclings.services import Kitchen


async def bake_two_cakes(kitchen: Kitchen) -> list[str]:
    bowl = asyncio.Lock()
    hot = asyncio.Event()

    async def heat() -> None:
        await kitchen.preheat()
        hot.set()

    async def cake(flavour: str) -> str:
        async with bowl:
            batter = await kitchen.mix(flavour)
        await hot.wait()
        return await kitchen.bake(batter)

    async with asyncio.TaskGroup() as group:
        group.create_task(heat())
        vanilla, chocolate = (group.create_task(cake(flavour)) for flavour in ("vanilla", "chocolate"))
    return [vanilla.result(), chocolate.result()]
