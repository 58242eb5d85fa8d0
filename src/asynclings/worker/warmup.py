"""Warming the zygote up: what every run would otherwise do for the first time.

A few requests go through httpx's real pool to a canned far end, so that late imports are made, caches are filled, and
the interpreter has specialised the code (PEP 659) before the first fork; every worker inherits that.
"""

import asyncio
from typing import Any

import httpcore
import httpx

REQUESTS = 12  # the interpreter specialises code that has run eight times

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"


class _AsyncFarEnd(httpcore.AsyncNetworkStream, httpcore.AsyncNetworkBackend):
    async def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        return self

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        await asyncio.sleep(0)
        return _ANSWER

    async def write(self, buffer: bytes, timeout: float | None = None) -> None: ...
    async def aclose(self) -> None: ...


class _FarEnd(httpcore.NetworkStream, httpcore.NetworkBackend):
    def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return _ANSWER

    def write(self, buffer: bytes, timeout: float | None = None) -> None: ...
    def close(self) -> None: ...


def warm_up() -> None:
    """Make a few requests that go nowhere."""
    asyncio.run(_asynchronous())
    transport = httpx.HTTPTransport()
    transport._pool = httpcore.ConnectionPool(network_backend=_FarEnd())
    with httpx.Client(transport=transport) as client:
        for _ in range(2):
            client.get("http://warm.test/")


async def _asynchronous() -> None:
    transport = httpx.AsyncHTTPTransport()
    transport._pool = httpcore.AsyncConnectionPool(network_backend=_AsyncFarEnd())
    async with httpx.AsyncClient(transport=transport) as client:
        await asyncio.gather(*(client.get(f"http://warm.test/{n}") for n in range(REQUESTS)))
