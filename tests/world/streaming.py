"""A submission for test_streams.py: streams and other clients that are built on the event loop."""

import asyncio
from typing import Any

import aiohttp

KEPT: list[asyncio.StreamWriter] = []


async def raw_get(path: str) -> list[str]:
    """Status line and body, by hand."""
    reader, writer = await asyncio.open_connection("shop.test", 80)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    status = await reader.readline()
    length = 0
    while (line := await reader.readline()).strip():
        name, _, value = line.decode().partition(":")
        length = int(value) if name.lower() == "content-length" else length
    body = await reader.readexactly(length)
    writer.close()
    await writer.wait_closed()
    return [status.decode().strip(), body.decode()]


async def raw_together(paths: list[str]) -> list[list[str]]:
    return await asyncio.gather(*map(raw_get, paths))


async def left_open() -> None:
    _, writer = await asyncio.open_connection("shop.test", 80)
    writer.write(b"GET /0")
    KEPT.append(writer)  # one that is thrown away closes itself


async def refused(host: str) -> list[str]:
    try:
        await asyncio.open_connection(host, 80)
    except OSError as error:
        return [type(error).__name__, str(error)]
    return []


async def aiohttp_together(urls: list[str], limit: int = 100) -> list[Any]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=limit)) as session:

        async def get(url: str) -> Any:
            async with session.get(url) as response:
                return [response.status, await response.text()]

        return await asyncio.gather(*map(get, urls))


async def aiohttp_fails(url: str, seconds: float) -> list[str]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session:
        try:
            async with session.get(url, raise_for_status=True) as response:
                return [await response.text()]
        except (aiohttp.ClientError, TimeoutError) as error:
            return [type(error).__name__]


async def aiohttp_left_open(url: str) -> int:
    session = aiohttp.ClientSession()
    async with session.get(url) as response:
        return response.status


async def aiohttp_inside(url: str) -> int:
    import aiohttp as late

    async with late.ClientSession() as session, session.get(url) as response:
        return response.status


async def httpx2_together(urls: list[str]) -> list[str]:
    import httpx2

    async with httpx2.AsyncClient() as client:
        return [response.text for response in await asyncio.gather(*map(client.get, urls))]


def httpx2_blocking(url: str) -> str:
    import httpx2

    with httpx2.Client() as client:
        return client.get(url).text
