"""Warming the zygote up: what every run would otherwise do for the first time.

A few requests go through httpx's real pool to a canned far end, so that late imports are made, caches are filled, and
the interpreter has specialised the code (PEP 659) before the first fork; every worker inherits that.

What it inherits, it copies page by page as it first writes to them, and counting a reference is to write: that is most
of what a first request costs. So a worker that stands by makes one ahead of its job.
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
    asyncio.run(_ask_together())
    transport = httpx.HTTPTransport()
    transport._pool = httpcore.ConnectionPool(network_backend=_FarEnd())
    with httpx.Client(transport=transport) as client:
        for _ in range(2):
            client.get("http://warm.test/")


def rehearse() -> None:
    """Make one request that goes nowhere, in the process of a worker that has no job yet."""
    loop = asyncio.new_event_loop()
    # Named: asyncio numbers the tasks that are not, and what a submission sees must not depend on who stood by.
    loop.run_until_complete(loop.create_task(_ask(), name="rehearsal"))
    loop.close()


async def _ask_together() -> None:
    async with _client() as client:
        await asyncio.gather(*(client.get(f"http://warm.test/{n}") for n in range(REQUESTS)))


async def _ask() -> None:
    async with _client() as client:
        await client.get("http://warm.test/")


def _client() -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport()
    transport._pool = httpcore.AsyncConnectionPool(network_backend=_AsyncFarEnd())
    return httpx.AsyncClient(transport=transport)
