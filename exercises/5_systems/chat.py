"""Everyone hears everyone.

In the chat room of an allotment garden, each line that one gardener writes is sent to all the others.
One of them went on holiday and left his program open, and since then everybody's lines come days late.
Nobody who does not read may hold up the others, or fill the room's memory.
"""

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
        while line := await reader.readline():
            await self.tell(f"{name}: {line.decode().rstrip()}", but=name)
        del self.writers[name]
        await self.tell(f"* {name} has left", but=name)
        writer.close()

    async def tell(self, text: str, but: str = "") -> None:
        # TODO: one who does not read holds up everybody here.
        for name, writer in list(self.writers.items()):
            if name != but:
                writer.write(f"{text}\n".encode())
                await writer.drain()


async def main() -> None:
    """Serve on a real port, for trying by hand: `python chat.py`, and `nc localhost 4000` in two other terminals."""
    server = await asyncio.start_server(ChatRoom().handle, "localhost", 4000)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
