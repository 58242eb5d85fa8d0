"""Waits for all sheets, failed or not, and only then tells of the failure."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client:
        sheets = await asyncio.gather(*(fetch_sheet(client, url) for url in urls), return_exceptions=True)
    for sheet in sheets:
        if isinstance(sheet, BaseException):
            raise sheet
    return sheets
