"""Hands on what another generator yields, and does not close that one when it is closed itself."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def as_they_come(client: httpx.AsyncClient, urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    async def named(url: str) -> tuple[str, str]:
        return url, await fetch(client, url)

    tasks = [asyncio.create_task(named(url)) for url in urls]
    try:
        for coming in asyncio.as_completed(tasks):
            yield await coming
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    async with httpx.AsyncClient() as client:
        async for pair in as_they_come(client, urls):
            yield pair
