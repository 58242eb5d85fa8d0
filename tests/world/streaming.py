"""A submission for test_streams.py: streams and other clients that are built on the event loop."""

import asyncio
from typing import Any

import aiohttp

KEPT: list[asyncio.StreamWriter] = []


CLOSE = "Connection: close\r\n"


def request(path: str, version: str, headers: str) -> bytes:
    return f"GET {path} HTTP/{version}\r\nHost: shop.test\r\n{headers}\r\n".encode()


async def answer(reader: asyncio.StreamReader) -> list[str]:
    """Status line and body."""
    status = await reader.readline()
    length = 0
    while (line := await reader.readline()).strip():
        name, _, value = line.decode().partition(":")
        length = int(value) if name.lower() == "content-length" else length
    return [status.decode().strip(), (await reader.readexactly(length)).decode()]


async def raw_get(path: str, version: str = "1.1", headers: str = CLOSE) -> list[str]:
    """Status line and body, by hand: all that comes until the site closes the connection."""
    reader, writer = await asyncio.open_connection("shop.test", 80)
    writer.write(request(path, version, headers))
    await writer.drain()
    head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return [head.splitlines()[0], body]


async def raw_all(paths: list[str], at_once: bool, last: str = "") -> list[list[str]]:
    """Several requests on one connection, sent at once or each when the one before is answered."""
    reader, writer = await asyncio.open_connection("shop.test", 80)
    requests = [request(path, "1.1", last if n == len(paths) else "") for n, path in enumerate(paths, 1)]
    answers = []
    if at_once:
        writer.write(b"".join(requests))
    for each in requests:
        if not at_once:
            writer.write(each)
        answers.append(await answer(reader))
    rest = await reader.read() if last else b""
    assert not rest
    writer.close()
    await writer.wait_closed()
    return answers


async def after_the_last() -> list[str]:
    """A request that follows the last one, as the connection will be closed."""
    reader, writer = await asyncio.open_connection("shop.test", 80)
    writer.write(request("/1", "1.1", CLOSE) + request("/2", "1.1", ""))
    first = await answer(reader)
    writer.write(request("/3", "1.1", ""))
    rest = await reader.read()
    writer.close()
    return [*first, rest.decode()]


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
