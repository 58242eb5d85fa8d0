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


COMMANDS = {"ECHO": echo, "SLEEP": sleep, "QUIT": quit}


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while not writer.is_closing():
            command = ""
            try:
                line = await reader.readline()
                if not line.endswith(b"\n"):
                    return
                command, _, text = line[:-1].decode().partition(" ")
                answer = await COMMANDS[command](text)
            except (ValueError, KeyError) as error:
                answer = f"ERR {type(error).__name__}"
            writer.write(answer.encode() + b"\n")
            await writer.drain()
            if command == "QUIT":
                return
    except ConnectionError:
        return
    finally:
        writer.close()
