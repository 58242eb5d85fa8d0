"""The first answers first: all are asked at once, and each answer is handed on when it comes."""

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

        async def named(url: str) -> tuple[str, str]:
            # The answers come in an order of their own, so each brings its URL along.
            return url, await fetch(client, url)

        tasks = [asyncio.create_task(named(url)) for url in urls]
        try:
            for coming in asyncio.as_completed(tasks):
                yield await coming
        finally:
            # All ends lead here: a failure, a reader who has left (GeneratorExit at the yield) or was cancelled. No
            # TaskGroup does this: around a yield it would take GeneratorExit for an error of its own.
            for task in tasks:
                task.cancel()
            # Cancelling only asks. The client closes when everybody has really stopped.
            await asyncio.gather(*tasks, return_exceptions=True)
