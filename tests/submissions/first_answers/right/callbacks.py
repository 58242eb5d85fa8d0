"""The callbacks of the tasks fill a list, and an event says that there is something in it."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    ended: list[asyncio.Task[str]] = []
    news = asyncio.Event()

    def note(task: asyncio.Task[str]) -> None:
        ended.append(task)
        news.set()

    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(fetch(client, url), name=url) for url in urls]
        for task in tasks:
            task.add_done_callback(note)
        try:
            for n in range(len(tasks)):
                while len(ended) <= n:
                    news.clear()
                    await news.wait()
                yield ended[n].get_name(), ended[n].result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
