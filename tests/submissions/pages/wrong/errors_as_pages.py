"""return_exceptions=True, and the exceptions are returned among the pages."""

import asyncio

import httpx


async def fetch(client, url):
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        return await asyncio.gather(*(fetch(client, url) for url in urls), return_exceptions=True)
