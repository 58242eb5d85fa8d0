"""A general retry for functions, and what can pass as a function of the error."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx


def wanted_pause(error: httpx.HTTPError) -> float | None:
    wish = error.response.headers.get("Retry-After", "") if isinstance(error, httpx.HTTPStatusError) else ""
    return int(wish) if wish.isdecimal() else None


def can_pass(error: httpx.HTTPError) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code == 429 or error.response.is_server_error
    return isinstance(error, httpx.TransportError)


async def again(call: Callable[[], Awaitable[str]], attempts: int, base: float) -> str:
    failures = 0
    while True:
        try:
            return await call()
        except httpx.HTTPError as error:
            failures += 1
            if failures == attempts or not can_pass(error):
                raise
            wish = wanted_pause(error)
            await asyncio.sleep(base * 2 ** (failures - 1) if wish is None else wish)


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    async def get() -> str:
        response = await client.get(url)
        response.raise_for_status()
        return response.text

    return await again(get, attempts, base)
