"""Five faults in one evening.

This program runs the listening evenings of a town library, and nearly everything about it is right.
Five faults of the kind that no error message points at are in it, one for each check.
Find them and mend them; leave everything else as it is.
"""

import asyncio
import time

from asynclings.services import Studio

GREETING = "Good evening, and be quiet."
WARM_UP = 2  # seconds that the players need


async def evening(studio: Studio, titles: list[str]) -> list[str]:
    """Hold an evening: the last sentence of every record, in the order of the titles."""
    return await Evening(studio).hold(titles)


class Evening:
    """One evening: a greeting, a lamp that blinks while it lasts, and all records at once, each in its own room."""

    # TODO: there are five faults in this class. None of them is in a name, a number or a text.

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.endings: dict[str, str] = {}

    async def hold(self, titles: list[str]) -> list[str]:
        self.studio.announce(GREETING)
        asyncio.create_task(self.keep_blinking())
        time.sleep(WARM_UP)
        rooms = [asyncio.create_task(self.play(title), name=title) for title in titles]
        await asyncio.wait(rooms)
        return [self.endings.get(title, "") for title in titles]

    async def keep_blinking(self) -> None:
        """The lamp at the door says, once a second, that the evening goes on."""
        while True:
            await self.studio.blink()
            await asyncio.sleep(1)

    async def play(self, title: str) -> None:
        """Play one record, note its last sentence, and count it in the book."""
        self.endings[title] = await self.studio.play(title)
        count = await self.studio.read_count()
        await self.studio.write_count(count + 1)
