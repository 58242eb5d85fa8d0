"""Four are mended: the lamp is told to go out, and nobody waits until it has."""

import asyncio

GREETING = "Good evening, and be quiet."
WARM_UP = 2


async def evening(studio, titles):
    return await Evening(studio).hold(titles)


class Evening:
    def __init__(self, studio):
        self.studio = studio
        self.endings = {}
        self.lock = asyncio.Lock()

    async def hold(self, titles):
        await self.studio.announce(GREETING)
        lamp = asyncio.create_task(self.keep_blinking())
        try:
            await asyncio.sleep(WARM_UP)
            async with asyncio.TaskGroup() as group:
                for title in titles:
                    group.create_task(self.play(title), name=title)
        finally:
            lamp.cancel()
        return [self.endings.get(title, "") for title in titles]

    async def keep_blinking(self):
        while True:
            await self.studio.blink()
            await asyncio.sleep(1)

    async def play(self, title):
        self.endings[title] = await self.studio.play(title)
        async with self.lock:
            count = await self.studio.read_count()
            await self.studio.write_count(count + 1)
