"""Yields a pair only when the next answer has come."""

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

    last = None
    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(named(url)) for url in urls]
        try:
            for coming in asyncio.as_completed(tasks):
                pair = await coming
                if last is not None:
                    yield last
                last = pair
            if last is not None:
                yield last
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
