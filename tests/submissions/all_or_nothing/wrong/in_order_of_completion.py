"""Sheets are taken as they come."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    sheets = []

    async def fetch(client: httpx.AsyncClient, url: str) -> None:
        sheets.append(await fetch_sheet(client, url))

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(fetch(client, url))
    return sheets
