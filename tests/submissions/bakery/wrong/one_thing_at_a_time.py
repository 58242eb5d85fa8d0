"""Awaits every step where it stands: right cakes, 78 minutes."""


async def bake_two_cakes(kitchen):
    await kitchen.preheat()
    cakes = []
    for flavour in ("vanilla", "chocolate"):
        batter = await kitchen.mix(flavour)
        cakes.append(await kitchen.bake(batter))
    return cakes
