"""A task group around the yield, and an except* that knows what GeneratorExit means."""

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

    try:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            for coming in asyncio.as_completed([group.create_task(named(url)) for url in urls]):
                yield await coming
    except* GeneratorExit:
        pass
