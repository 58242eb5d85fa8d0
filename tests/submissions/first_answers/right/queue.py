"""Every task puts its outcome, good or bad, into a queue."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    outcomes: asyncio.Queue[tuple[str, str | Exception]] = asyncio.Queue()

    async def ask(client: httpx.AsyncClient, url: str) -> None:
        try:
            outcomes.put_nowait((url, await fetch(client, url)))
        except Exception as error:
            outcomes.put_nowait((url, error))

    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(ask(client, url)) for url in urls]
        try:
            for _ in urls:
                url, outcome = await outcomes.get()
                if isinstance(outcome, Exception):
                    raise outcome
                yield url, outcome
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
