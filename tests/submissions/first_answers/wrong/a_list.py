"""Returns a list of pairs, and is no generator any more."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> list[tuple[str, str]]:
    async with httpx.AsyncClient() as client:
        texts = await asyncio.gather(*(fetch(client, url) for url in urls))
    return list(zip(urls, texts, strict=True))
