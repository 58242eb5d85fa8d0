"""Looks every hundredth of a second who has answered."""

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
        under_way = {url: asyncio.create_task(fetch(client, url)) for url in urls}
        try:
            while under_way:
                for url, task in list(under_way.items()):
                    if task.done():
                        del under_way[url]
                        yield url, task.result()
                if under_way:
                    await asyncio.sleep(0.01)
        finally:
            for task in under_way.values():
                task.cancel()
            await asyncio.gather(*under_way.values(), return_exceptions=True)
