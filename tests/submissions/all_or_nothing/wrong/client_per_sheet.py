"""A client for every sheet."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch(url: str) -> str:
    async with httpx.AsyncClient() as client:
        return await fetch_sheet(client, url)


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    async with asyncio.TaskGroup() as group:
        sheets = [group.create_task(fetch(url)) for url in urls]
    return [sheet.result() for sheet in sheets]
