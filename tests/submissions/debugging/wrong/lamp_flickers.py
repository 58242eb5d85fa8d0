"""The lamp blinks four times a second."""

import asyncio

from asynclings.services import Studio

GREETING = "Good evening, and be quiet."
WARM_UP = 2  # seconds that the players need


async def evening(studio: Studio, titles: list[str]) -> list[str]:
    """Hold an evening: the last sentence of every record, in the order of the titles."""
    return await Evening(studio).hold(titles)


class Evening:
    """One evening: a greeting, a lamp that blinks while it lasts, and all records at once, each in its own room."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.endings: dict[str, str] = {}
        self.book = asyncio.Lock()

    async def hold(self, titles: list[str]) -> list[str]:
        # One: without `await` this only made a coroutine, and threw it away.
        await self.studio.announce(GREETING)
        # Two: somebody has to keep this task. The event loop does not, and then nobody can stop it either.
        blinking = asyncio.create_task(self.keep_blinking())
        try:
            # Three: `time.sleep` keeps the only thread there is, and the lamp stayed dark meanwhile.
            await asyncio.sleep(WARM_UP)
            # Four: `asyncio.wait` tells which tasks are done, and not how they ended. Nobody asked those that had
            # failed. A group does: it stops the others, and raises what it heard.
            async with asyncio.TaskGroup() as group:
                for title in titles:
                    group.create_task(self.play(title), name=title)
        finally:
            blinking.cancel()
            await asyncio.gather(blinking, return_exceptions=True)
        return [self.endings.get(title, "") for title in titles]

    async def keep_blinking(self) -> None:
        """The lamp at the door says, once a second, that the evening goes on."""
        while True:
            await self.studio.blink()
            await asyncio.sleep(0.25)

    async def play(self, title: str) -> None:
        """Play one record, note its last sentence, and count it in the book."""
        self.endings[title] = await self.studio.play(title)
        # Five: between reading and writing there is an `await`, and another room could read the same number there.
        async with self.book:
            count = await self.studio.read_count()
            await self.studio.write_count(count + 1)
