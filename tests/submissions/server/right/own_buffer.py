"""Bytes are collected by hand, and cut into lines."""

import asyncio

MOST = 1 << 16


class Talk:
    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer
        self.buffer = b""

    async def next_line(self):
        too_long = False
        while b"\n" not in self.buffer:
            data = await self.reader.read(4096)
            if not data:
                return None
            self.buffer += data
            if len(self.buffer) > MOST:
                too_long, self.buffer = True, self.buffer[-4096:]
        line, self.buffer = self.buffer.split(b"\n", 1)
        return b"\xff" if too_long else line

    async def answer(self, line):
        try:
            command, *rest = line.decode().split(" ", 1)
            if command == "SLEEP":
                seconds = float(rest[0])
                if seconds < 0:
                    raise ValueError("negative")
                await asyncio.wait_for(asyncio.Event().wait(), seconds) if seconds < 1e9 else int("")
        except TimeoutError:
            return "OK"
        except (ValueError, IndexError):
            return "ERR"
        if command == "SLEEP":
            return "ERR"
        return {"ECHO": rest[0] if rest else "", "QUIT": "BYE"}.get(command, "ERR")

    async def go_on(self):
        while (line := await self.next_line()) is not None:
            self.writer.write((await self.answer(line)).encode() + b"\n")
            await self.writer.drain()
            if line == b"QUIT":
                return


async def handle(reader, writer):
    try:
        await Talk(reader, writer).go_on()
    finally:
        writer.close()
