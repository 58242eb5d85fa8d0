"""A task group in a task of its own feeds a queue; the generator itself holds no group."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    pairs: asyncio.Queue[tuple[str, str] | None] = asyncio.Queue()

    async def ask(client: httpx.AsyncClient, url: str) -> None:
        pairs.put_nowait((url, await fetch(client, url)))

    async def ask_all() -> None:
        try:
            async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
                for url in urls:
                    group.create_task(ask(client, url))
        finally:
            pairs.put_nowait(None)

    asking = asyncio.create_task(ask_all())
    try:
        while (pair := await pairs.get()) is not None:
            yield pair
        await asking
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
