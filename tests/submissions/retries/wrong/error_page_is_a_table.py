"""Takes the first answer for a good one, whatever its status."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts):
        try:
            return (await client.get(url)).text
        except httpx.TransportError:
            if attempt == attempts - 1:
                raise
            await asyncio.sleep(base * 2**attempt)
