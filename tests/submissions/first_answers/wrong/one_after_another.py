"""One district after another, in the order of the list."""

from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    async with httpx.AsyncClient() as client:
        for url in urls:
            yield url, await fetch(client, url)
