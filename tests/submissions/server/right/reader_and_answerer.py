"""Two tasks a ship: one reads, one answers, and a short queue between them holds the reader back."""

import asyncio


async def read(reader: asyncio.StreamReader, lines: asyncio.Queue) -> None:
    while True:
        try:
            line = await reader.readline()
        except ValueError:
            await lines.put("")
            continue
        if not line.endswith(b"\n"):
            await lines.put(None)
            return
        await lines.put(line[:-1].decode(errors="replace"))


async def respond(line: str) -> str:
    command, _, text = line.partition(" ")
    if "\ufffd" in line:
        return "ERR what was that?"
    if command == "ECHO":
        return text
    if command == "QUIT":
        return "BYE"
    if command == "SLEEP" and text.replace(".", "", 1).isdecimal():
        await asyncio.sleep(float(text))
        return "OK"
    return "ERR no such command"


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    lines: asyncio.Queue = asyncio.Queue(4)
    reading = asyncio.create_task(read(reader, lines))
    try:
        while (line := await lines.get()) is not None:
            writer.write((await respond(line) + "\n").encode())
            await writer.drain()
            if line == "QUIT":
                break
    finally:
        reading.cancel()
        writer.close()
        await asyncio.gather(reading, return_exceptions=True)
