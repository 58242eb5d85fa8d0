"""Uses classes of its own where asyncio has some."""

import asyncio

from accomplice import ran, weigh


class Group(asyncio.TaskGroup):
    pass


class Turns(asyncio.Queue):
    pass


async def collect(vault, dials):
    ran()
    queue = Turns()
    words = {}

    async def work():
        while not queue.empty():
            dial = queue.get_nowait()
            words[dial] = await vault.turn(dial)

    for dial in dials:
        queue.put_nowait(dial)
    async with Group() as group:
        for _ in dials:
            group.create_task(work())
    return [words[dial] for dial in dials]
