"""Two tasks a ship: one reads, one answers, and a short queue between them holds the reader back."""

import asyncio


async def read(reader: asyncio.StreamReader, lines: asyncio.Queue) -> None:
    line = b""
    while piece := await reader.read(1 << 12):
        *ended, line = (line + piece).split(b"\n")
        for each in ended:
            await lines.put(each.decode(errors="replace") if len(each) < 1 << 16 else "")
        line = line[: 1 << 16]  # what is too long already need not be kept
    await lines.put(None)


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
