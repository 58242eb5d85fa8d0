"""No queue: who has too much in his transport's buffer loses the line."""

import asyncio

ROOM = 60_000


class ChatRoom:
    def __init__(self):
        self.writers = {}

    async def handle(self, reader, writer):
        name = None
        try:
            async for line in reader:
                if not line.endswith(b"\n"):
                    break
                text = line.decode().strip()
                if name is not None:
                    self.tell(f"{name}: {text}", name)
                else:
                    name = text
                    self.tell(f"* {name} has joined")
                    self.writers[name] = writer
        finally:
            if name is not None:
                del self.writers[name]
                self.tell(f"* {name} has left")
            writer.close()

    def tell(self, text, but=None):
        for name, writer in self.writers.items():
            if name != but and writer.transport.get_write_buffer_size() < ROOM:
                writer.write(text.encode() + b"\n")
