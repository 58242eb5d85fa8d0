"""Takes pairs from a queue for ever; nobody says that there are no more."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    pairs: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def ask(client: httpx.AsyncClient, url: str) -> None:
        pairs.put_nowait((url, await fetch(client, url)))

    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(ask(client, url)) for url in urls]
        try:
            while True:
                yield await pairs.get()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
