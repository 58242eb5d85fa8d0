"""One thread, two hundred ships.

A station on the coast answers lines that ships send it: `ECHO text`, `SLEEP seconds`, `QUIT`.
While it waits for one ship, it is deaf to all others, and some lines bring it down altogether.
Let it serve all ships at once, in one thread, whatever one of them does.
"""

import asyncio
import time


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Talk with one ship until it quits or is gone; asyncio calls this once for each connection."""
    # TODO: no ship may keep the others waiting, or take the station down.
    while line := await reader.readline():
        command, _, text = line.decode().rstrip("\n").partition(" ")
        if command == "ECHO":
            answer = text
        elif command == "SLEEP":
            time.sleep(float(text))
            answer = "OK"
        elif command == "QUIT":
            answer = "BYE"
        else:
            answer = "ERR there is no such command"
        writer.write(f"{answer}\n".encode())
        if command == "QUIT":
            break
    writer.close()


async def main() -> None:
    """Serve on a real port, for trying by hand: `python server.py`, and `nc localhost 4000` in another terminal."""
    server = await asyncio.start_server(handle, "localhost", 4000)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
