"""Awaits the same coroutine object once more."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    async def get() -> str:
        response = await client.get(url)
        response.raise_for_status()
        return response.text

    call = get()
    for attempt in range(attempts):
        try:
            return await call
        except httpx.HTTPError:
            if attempt == attempts - 1:
                raise
            await asyncio.sleep(base * 2**attempt)
