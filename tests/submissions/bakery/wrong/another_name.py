"""Does not define the function that was asked for."""


async def bake_cakes(kitchen):
    return ["vanilla cake", "chocolate cake"]
