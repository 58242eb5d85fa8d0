"""as_completed tells of the first failure; then the client is closed, which breaks all other requests off."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    client = httpx.AsyncClient()
    sheets = [asyncio.create_task(fetch_sheet(client, url)) for url in urls]
    try:
        for coming in asyncio.as_completed(sheets):
            await coming
    finally:
        for sheet in sheets:
            sheet.cancel()
        await client.aclose()
        await asyncio.gather(*sheets, return_exceptions=True)
    return [sheet.result() for sheet in sheets]
