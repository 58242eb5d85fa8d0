"""A dictionary of coroutines, one for each command."""

import asyncio
import math


async def echo(text: str) -> str:
    return text


async def sleep(text: str) -> str:
    seconds = float(text)
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError(text)
    await asyncio.sleep(seconds)
    return "OK"


async def quit(text: str) -> str:
    return "BYE"


async def rest_of_the_line(reader: asyncio.StreamReader) -> None:
    """Drop what is left of a line that was too long."""
    while True:
        try:
            await reader.readuntil(b"\n")
            return
        except asyncio.LimitOverrunError as error:
            await reader.readexactly(error.consumed)


COMMANDS = {"ECHO": echo, "SLEEP": sleep, "QUIT": quit}


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while not writer.is_closing():
            command = ""
            try:
                line = await reader.readuntil()
                command, _, text = line[:-1].decode().partition(" ")
                answer = await COMMANDS[command](text)
            except asyncio.LimitOverrunError:
                await rest_of_the_line(reader)
                answer = "ERR too long"
            except (ValueError, KeyError) as error:
                answer = f"ERR {type(error).__name__}"
            writer.write(answer.encode() + b"\n")
            await writer.drain()
            if command == "QUIT":
                return
    except (EOFError, ConnectionError):
        return
    finally:
        writer.close()
