"""A submission for test_servers.py: servers on streams, and how they are driven."""

import asyncio
from typing import Any


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        await asyncio.sleep(1)
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def one_at_a_time(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lock: asyncio.Lock) -> None:
    async with lock:
        await echo(reader, writer)


async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for _ in range(100):
        writer.write(b"x" * 9_999 + b"\n")
        await writer.drain()
    writer.close()


async def flood_without_drain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for _ in range(100):
        writer.write(b"x" * 9_999 + b"\n")
    writer.close()


async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(f"{writer.get_extra_info('peername')[1]}\n".encode())
    await reader.read()
    writer.close()


async def serve(audience: Any, handler: str) -> None:
    server = await asyncio.start_server(globals()[handler], "server.test", 4000)
    await audience.gone()
    server.close()
    await server.wait_closed()


async def serve_nobody(audience: Any) -> None:
    pass


async def serve_one_at_a_time(audience: Any) -> None:
    lock = asyncio.Lock()
    server = await asyncio.start_server(lambda r, w: one_at_a_time(r, w, lock), "server.test", 4000)
    await audience.gone()
    server.close()
