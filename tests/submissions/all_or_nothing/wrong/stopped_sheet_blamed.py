"""The error of the group is passed over, and the caller sees the CancelledError of a sheet that was stopped."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    sheets: list[asyncio.Task[str]] = []
    async with httpx.AsyncClient() as client:
        try:
            async with asyncio.TaskGroup() as group:
                sheets = [group.create_task(fetch_sheet(client, url)) for url in urls]
        except* httpx.HTTPError:
            pass
    return [sheet.result() for sheet in reversed(sheets)][::-1]
