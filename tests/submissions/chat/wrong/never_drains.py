"""It writes and writes, and never waits for anybody."""

import asyncio


class ChatRoom:
    """One room. The first line of a connection is a name; every further one is said to all others."""

    def __init__(self) -> None:
        self.writers: dict[str, asyncio.StreamWriter] = {}

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one gardener until he is gone; asyncio calls this once for each connection."""
        name = (await reader.readline()).decode().rstrip("\n")
        await self.tell(f"* {name} has joined", but=name)
        self.writers[name] = writer
        while (line := await reader.readline()).endswith(b"\n"):
            await self.tell(f"{name}: {line.decode().rstrip()}", but=name)
        del self.writers[name]
        await self.tell(f"* {name} has left", but=name)
        writer.close()

    async def tell(self, text: str, but: str) -> None:
        # TODO: one who does not read holds up everybody here.
        for name, writer in list(self.writers.items()):
            if name != but:
                writer.write(f"{text}\n".encode())
