"""gather, and whatever is still in flight when it fails is cancelled and waited for."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client:
        sheets = [asyncio.create_task(fetch_sheet(client, url)) for url in urls]
        try:
            return await asyncio.gather(*sheets)
        finally:
            for sheet in sheets:
                sheet.cancel()
            await asyncio.gather(*sheets, return_exceptions=True)
