"""Stops the others when one fails, but not when it is cancelled itself."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    if not urls:
        return []
    async with httpx.AsyncClient() as client:
        sheets = [asyncio.create_task(fetch_sheet(client, url)) for url in urls]
        done, under_way = await asyncio.wait(sheets, return_when=asyncio.FIRST_EXCEPTION)
        for sheet in under_way:
            sheet.cancel()
        await asyncio.gather(*sheets, return_exceptions=True)
        for sheet in done:
            sheet.result()
    return [sheet.result() for sheet in sheets]
