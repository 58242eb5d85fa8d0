"""It looks ten times a second whether there is something to send."""

import asyncio

WAITING = 100  # lines that may wait for one gardener


class ChatRoom:
    """One room. The first line of a connection is a name; every further one is said to all others."""

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Queue[str]] = {}

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one gardener until he is gone; asyncio calls this once for each connection."""
        name = ""
        lines: asyncio.Queue[str] = asyncio.Queue(WAITING)
        # Only this task waits for this gardener. Whoever says something puts it into the queues and goes on.
        sending = asyncio.create_task(self.send(lines, writer))
        try:
            # A line without its end is half a line, and half a name is none: its gardener went in the middle of it.
            if (line := await reader.readline()).endswith(b"\n") and (name := line.decode().rstrip("\n")):
                self.tell(f"* {name} has joined")
                self.waiting[name] = lines
                while (line := await reader.readline()).endswith(b"\n"):
                    self.tell(f"{name}: {line.decode().rstrip()}", but=name)
        except ConnectionError:
            pass  # the connection broke: he is gone as well
        finally:
            if self.waiting.pop(name, None) is not None:
                self.tell(f"* {name} has left")
            # The task waits for the next line, or for somebody who does not read: neither may keep this one here.
            sending.cancel()
            writer.close()
            await asyncio.gather(sending, return_exceptions=True)

    def tell(self, text: str, but: str = "") -> None:
        for name, lines in self.waiting.items():
            # No `await` in this loop, so nobody joins or leaves in the middle of it. And who has a full queue does not
            # read: he loses this line, which is better than that all others wait, or that the queue grows for ever.
            if name != but and not lines.full():
                lines.put_nowait(text)

    async def send(self, lines: asyncio.Queue[str], writer: asyncio.StreamWriter) -> None:
        while True:
            while lines.empty():
                await asyncio.sleep(0.03)
            writer.write(f"{lines.get_nowait()}\n".encode())
            await writer.drain()
