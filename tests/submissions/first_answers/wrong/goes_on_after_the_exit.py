"""A bare except around the yield: it goes on when the reader has left."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    async def named(url: str) -> tuple[str, str]:
        return url, await fetch(client, url)

    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(named(url)) for url in urls]
        try:
            for coming in asyncio.as_completed(tasks):
                pair = await coming
                try:
                    yield pair
                except:
                    print("nobody reads", pair)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
