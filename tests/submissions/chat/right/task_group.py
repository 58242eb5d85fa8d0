"""A group of two tasks for each connection: one hears, one speaks; the first that ends takes the other along."""

import asyncio
from contextlib import closing


class Gone(Exception):
    pass


class ChatRoom:
    def __init__(self) -> None:
        self.queues: dict[str, asyncio.Queue[bytes]] = {}

    def tell(self, text: str, but: str = "") -> None:
        for name in self.queues.keys() - {but}:
            try:
                self.queues[name].put_nowait(text.encode() + b"\n")
            except asyncio.QueueFull:
                pass

    async def hear(self, name: str, reader: asyncio.StreamReader) -> None:
        while (line := await reader.readline()).endswith(b"\n"):
            self.tell(f"{name}: {line.decode().rstrip()}", name)
        raise Gone

    async def speak(self, queue: asyncio.Queue[bytes], writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(await queue.get())
            await writer.drain()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            try:
                name = (await reader.readuntil()).decode().rstrip("\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            await self.talk(name, reader, writer)

    async def talk(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tell(f"* {name} has joined")
        self.queues[name] = asyncio.Queue(50)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.hear(name, reader))
                group.create_task(self.speak(self.queues[name], writer))
        except* (Gone, ConnectionError):
            pass
        finally:
            del self.queues[name]
            self.tell(f"* {name} has left")
