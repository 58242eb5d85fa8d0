"""asyncio.wait for whichever is first, again and again, with a dictionary from task to URL."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    client = httpx.AsyncClient()
    names = {asyncio.create_task(fetch(client, url)): url for url in urls}
    under_way = set(names)
    try:
        while under_way:
            done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield names[task], task.result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
        await client.aclose()
