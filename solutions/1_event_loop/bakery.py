"""One baker, two cakes: both are ready after 40 minutes."""

import asyncio

from asynclings.services import Kitchen


async def bake_two_cakes(kitchen: Kitchen) -> list[str]:
    # The group owns every task that is started in it: if one fails, or if we are cancelled, it stops the others.
    async with asyncio.TaskGroup() as group:
        # As a task, the oven heats while we go on. A plain `await` here would be standing beside it.
        oven = group.create_task(kitchen.preheat())
        # There is one bowl, so this stays one after the other.
        vanilla = await kitchen.mix("vanilla")
        chocolate = await kitchen.mix("chocolate")
        # Now, and only now, the oven has to be hot.
        await oven
        # Two tasks, one oven: both cakes bake at the same time.
        cakes = [group.create_task(kitchen.bake(batter)) for batter in (vanilla, chocolate)]
    # Past the end of the group everything in it is done, so the results are there.
    return [cake.result() for cake in cakes]
