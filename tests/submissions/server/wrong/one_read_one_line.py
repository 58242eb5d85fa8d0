"""What one read gives is taken for a line."""

import asyncio


async def handle(reader, writer):
    try:
        while data := await reader.read(200_000):
            command, _, text = data.decode(errors="replace").strip("\n").partition(" ")
            answer = "ERR"
            if command == "ECHO":
                answer = text
            elif command == "QUIT":
                answer = "BYE"
            elif command == "SLEEP":
                try:
                    await asyncio.sleep(float(text))
                    answer = "OK"
                except ValueError:
                    pass
            writer.write(f"{answer}\n".encode())
            await writer.drain()
            if answer == "BYE":
                break
    finally:
        writer.close()
