"""Asks all at once, but waits for them in the order of the list."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(fetch(client, url)) for url in urls]
        try:
            for url, task in zip(urls, tasks, strict=True):
                yield url, await task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
