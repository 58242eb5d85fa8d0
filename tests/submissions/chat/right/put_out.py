"""Who does not read for two seconds is put out."""

import asyncio
from collections import deque


class Gardener:
    def __init__(self, name, writer):
        self.name = name
        self.writer = writer
        self.lines = deque()
        self.news = asyncio.Event()

    def tell(self, text):
        if len(self.lines) < 90:
            self.lines.append(text)
            self.news.set()

    async def deliver(self):
        while True:
            await self.news.wait()
            self.news.clear()
            while self.lines:
                self.writer.write(self.lines.popleft().encode() + b"\n")
                try:
                    async with asyncio.timeout(2):
                        await self.writer.drain()
                except TimeoutError:
                    self.writer.transport.abort()
                    return


class ChatRoom:
    def __init__(self):
        self.gardeners = []

    async def handle(self, reader, writer):
        try:
            line = await reader.readline()
            if line.endswith(b"\n"):
                await self.talk(line.decode().rstrip("\n"), reader, writer)
        finally:
            writer.close()

    async def talk(self, name, reader, writer):
        gardener = Gardener(name, writer)
        self.tell(f"* {name} has joined", gardener)
        self.gardeners.append(gardener)
        delivering = asyncio.create_task(gardener.deliver())
        try:
            while (line := await reader.readline()).endswith(b"\n"):
                self.tell(f"{name}: {line.decode().rstrip()}", gardener)
        except ConnectionError:
            pass
        finally:
            delivering.cancel()
            self.gardeners.remove(gardener)
            self.tell(f"* {name} has left", gardener)
            await asyncio.wait([delivering])

    def tell(self, text, by):
        for gardener in self.gardeners:
            if gardener is not by:
                gardener.tell(text)
