"""return_exceptions=True, and nobody looks what is in the list."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client:
        return await asyncio.gather(*(fetch_sheet(client, url) for url in urls), return_exceptions=True)
