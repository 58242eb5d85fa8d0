"""A submission for test_network.py: ways to use httpx, each of which says what it got."""

# ruff: noqa: ASYNC210

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

SHOP = "http://shop.test"


async def get(url: str, **options: Any) -> Any:
    """Status and text, or the name of the error, its message, and when it came."""
    async with httpx.AsyncClient(**_read(options)) as client:
        return await _got(client.get(url))


def get_blocking(url: str, **options: Any) -> Any:
    with httpx.Client(**_read(options)) as client:
        try:
            response = client.get(url)
        except httpx.HTTPError as error:
            return [type(error).__name__, str(error), time.monotonic()]
        return [response.status_code, response.text]


async def ask(method: str, url: str, headers: dict[str, str] | None = None, size: int = 0) -> Any:
    async with httpx.AsyncClient() as client:
        return await _got(client.request(method, url, headers=headers, content=b"x" * size))


def ask_blocking(method: str, url: str, size: int) -> Any:
    with httpx.Client() as client:
        return client.request(method, url, content=b"x" * size).text


async def gather(urls: list[str], **options: Any) -> Any:
    async with httpx.AsyncClient(**_read(options)) as client:
        return await asyncio.gather(*(_got(client.get(url)) for url in urls))


async def one_by_one(urls: list[str], pause: float = 0) -> Any:
    found = []
    async with httpx.AsyncClient() as client:
        for url in urls:
            found.append(await _got(client.get(url)))
            await asyncio.sleep(pause)
    return found


async def client_per_request(urls: list[str]) -> Any:
    return [await get(url) for url in urls]


def in_threads(urls: list[str], workers: int) -> Any:
    with httpx.Client() as client, ThreadPoolExecutor(workers) as pool:
        return [response.text for response in pool.map(client.get, urls)]


async def in_threads_of_the_loop(urls: list[str]) -> Any:
    with httpx.Client() as client:
        return [r.text for r in await asyncio.gather(*(asyncio.to_thread(client.get, url) for url in urls))]


async def blocking_in_the_loop(url: str) -> str:
    return httpx.get(url).text  # here


async def impatient(url: str, seconds: float) -> list[Any]:
    """Cancels the request, then asks for another page."""
    async with httpx.AsyncClient() as client:
        try:
            await asyncio.wait_for(client.get(url), seconds)
        except TimeoutError:
            return ["gave up", time.monotonic(), await _got(client.get(f"{SHOP}/quick"))]
    return ["got it"]


async def outlived_client(url: str) -> Any:
    """The client is closed while a request is in flight."""
    async with httpx.AsyncClient() as client:
        request = asyncio.create_task(_got(client.get(url)))
        await asyncio.sleep(0.5)
    return await request


async def streamed(url: str) -> Any:
    """When the head came, when each piece did, and all of them."""
    async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
        times, text = [time.monotonic()], ""
        async for piece in response.aiter_text():
            times.append(time.monotonic())
            text += piece
    return [times, text]


def streamed_blocking(url: str) -> Any:
    with httpx.Client() as client, client.stream("GET", url) as response:
        times, text = [time.monotonic()], ""
        for piece in response.iter_text():
            times.append(time.monotonic())
            text += piece
    return [times, text]


async def streamed_slowly(url: str) -> int:
    """Takes piece after piece, one a second."""
    pieces = 0
    async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
        async for _ in response.aiter_raw():
            pieces += 1
            await asyncio.sleep(1)
    return pieces


async def stream_broken_off(url: str) -> Any:
    """Reads one piece, and goes away."""
    async with httpx.AsyncClient() as client:
        async with client.stream("GET", url) as response:
            async for piece in response.aiter_text():
                first = piece
                break
        return [first, time.monotonic()]


async def uploaded_in_pieces(url: str) -> Any:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            await asyncio.sleep(1)
            yield b"x" * 1000

    async with httpx.AsyncClient() as client:
        return (await client.post(url, content=pieces())).text


async def followed(url: str) -> Any:
    async with httpx.AsyncClient(follow_redirects=True) as client:
        response = await client.get(url)
        return [response.status_code, str(response.url), len(response.history)]


async def real_connection() -> str:
    try:
        socket.create_connection(("127.0.0.1", 9))
    except PermissionError as error:
        return str(error)
    return "connected"


def closed_by_another() -> str:
    """One thread waits for an answer, another closes the client."""
    client, found = httpx.Client(timeout=None), []

    def wait() -> None:
        try:
            client.get(f"{SHOP}/stall")
        except httpx.HTTPError as error:
            found.append(type(error).__name__)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(1)
    client.close()
    thread.join()
    return found[0]


async def _got(request: Any) -> list[Any]:
    try:
        response = await request
    except httpx.HTTPError as error:
        return [type(error).__name__, str(error), time.monotonic()]
    return [response.status_code, response.text]


def _read(options: dict[str, Any]) -> dict[str, Any]:
    """Options of a client from plain data."""
    if isinstance(options.get("limits"), int):
        options["limits"] = httpx.Limits(max_connections=options["limits"])
    if isinstance(options.get("timeout"), dict):
        options["timeout"] = httpx.Timeout(options["timeout"].pop("default", None), **options["timeout"])
    return options
