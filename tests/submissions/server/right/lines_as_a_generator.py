"""An asynchronous generator makes lines of what comes; a queue stands between reading and answering."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing


async def lines(reader: asyncio.StreamReader) -> AsyncIterator[bytes | None]:
    too_long = False
    while True:
        try:
            line = (await reader.readuntil(b"\n"))[:-1]
        except asyncio.IncompleteReadError:
            return
        except asyncio.LimitOverrunError as error:
            await reader.readexactly(error.consumed)
            too_long = True
        else:
            yield None if too_long else line
            too_long = False


def wait_of(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= 1e6 else None


async def answer(line: bytes | None) -> bytes:
    if line is None:
        return b"ERR too long"
    try:
        words = line.decode("utf-8")
    except UnicodeDecodeError:
        return b"ERR not UTF-8"
    if words == "QUIT":
        return b"BYE"
    if words == "ECHO":
        return b""
    if words.startswith("ECHO "):
        return line[5:]
    if words.startswith("SLEEP ") and (seconds := wait_of(words[6:])) is not None:
        await asyncio.sleep(seconds)
        return b"OK"
    return b"ERR unknown"


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        async with aclosing(lines(reader)) as found:
            async for line in found:
                said = await answer(line)
                writer.write(said + b"\n")
                await writer.drain()
                if said == b"BYE" and line == b"QUIT":
                    break
    finally:
        writer.close()
