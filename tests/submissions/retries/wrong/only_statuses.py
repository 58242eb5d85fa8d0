"""Gives up when a connection breaks off, though that can pass."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts):
        response = await client.get(url)
        temporary = response.status_code == 429 or response.is_server_error
        if not temporary or attempt == attempts - 1:
            return response.raise_for_status().text
        wish = response.headers.get("Retry-After", "")
        await asyncio.sleep(int(wish) if wish.isdecimal() else base * 2**attempt)
