"""Shields the requests, because what has been drawn so far has been paid for; so nobody can stop them."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client:

        async def fetch(url: str) -> str:
            return await asyncio.shield(fetch_sheet(client, url))

        async with asyncio.TaskGroup() as group:
            sheets = [group.create_task(fetch(url)) for url in urls]
        return [sheet.result() for sheet in sheets]
