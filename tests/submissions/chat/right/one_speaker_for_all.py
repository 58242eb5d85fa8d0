"""A condition wakes all who have something to say; who is too far behind has missed the oldest lines."""

import asyncio
from collections import deque


class ChatRoom:
    def __init__(self):
        self.changed = asyncio.Condition()
        self.members = {}

    async def tell(self, text, but=None):
        async with self.changed:
            for name, lines in self.members.items():
                if name != but:
                    lines.append(text)
            self.changed.notify_all()

    async def speak(self, lines, writer):
        while True:
            async with self.changed:
                await self.changed.wait_for(lambda: lines)
            while lines:
                writer.write(lines.popleft().encode() + b"\n")
                await writer.drain()

    async def handle(self, reader, writer):
        speaking = None
        name = ""
        try:
            line = await reader.readline()
            if not line.endswith(b"\n"):
                return
            name = line.decode().rstrip()
            await self.tell(f"* {name} has joined")
            lines = self.members[name] = deque(maxlen=100)
            speaking = asyncio.ensure_future(self.speak(lines, writer))
            while (line := await reader.readline()).endswith(b"\n"):
                await self.tell(f"{name}: {line.decode().rstrip()}", name)
        finally:
            writer.close()
            if speaking is not None:
                speaking.cancel()
                await asyncio.gather(speaking, return_exceptions=True)
            if self.members.pop(name, None) is not None:
                await self.tell(f"* {name} has left")
