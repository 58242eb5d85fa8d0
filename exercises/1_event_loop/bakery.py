"""One baker, two cakes.

Mara waits beside the oven until it is hot, and for one cake before she begins the next: 78 minutes.
Let her do what can be done while something else is going on.
Both cakes can be ready after 40 minutes.
"""

from asynclings.services import Kitchen


async def bake_two_cakes(kitchen: Kitchen) -> list[str]:
    # TODO: never wait where you could work.
    await kitchen.preheat()
    vanilla = await kitchen.bake(await kitchen.mix("vanilla"))
    chocolate = await kitchen.bake(await kitchen.mix("chocolate"))
    return [vanilla, chocolate]
