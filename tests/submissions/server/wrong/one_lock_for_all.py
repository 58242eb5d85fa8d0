"""Only one ship is served at a time."""

import asyncio


STATION = asyncio.Lock()


async def answer_to(line: str) -> str:
    command, _, text = line.partition(" ")
    match command:
        case "ECHO":
            return text
        case "SLEEP":
            try:
                seconds = float(text)
            except ValueError:
                return f"ERR {text!r} is no number of seconds"
            # Also false for "nan", which is a number to `float` and would be none to the clock.
            if not 0 <= seconds < float("inf"):
                return f"ERR nobody can sleep for {text} seconds"
            # `time.sleep` would hold the only thread there is; this lets it go to the other ships.
            await asyncio.sleep(seconds)
            return "OK"
        case "QUIT":
            return "BYE"
        case _:
            return "ERR there is no such command"


async def read_line(reader: asyncio.StreamReader) -> str | None:
    """The next line; None where no line could be made of what came. Raises `EOFError` when the ship has gone."""
    too_long = False
    while True:
        try:
            line = await reader.readuntil(b"\n")  # `IncompleteReadError`, an `EOFError`: nobody there who could end it
        except asyncio.LimitOverrunError as error:
            # `readline` would throw away what has come so far, and take the rest of this line for the next one.
            await reader.readexactly(error.consumed)
            too_long = True
            continue
        try:
            return None if too_long else line.decode().rstrip("\n")
        except UnicodeDecodeError:
            return None


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Talk with one ship until it quits or is gone; asyncio calls this once for each connection."""
    try:
        while True:
            line = await read_line(reader)
            async with STATION:
                answer = "ERR this line cannot be read" if line is None else await answer_to(line)
            writer.write(f"{answer}\n".encode())
            # Whoever sends and never reads has to wait here until there is room again; else his answers pile up.
            await writer.drain()
            if line == "QUIT":
                break
    except (EOFError, ConnectionError):
        pass  # the ship has gone
    finally:
        # Also when the station is shut down: cancelling ends the task, not the connection.
        writer.close()
