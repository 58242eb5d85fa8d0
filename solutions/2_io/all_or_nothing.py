"""All or nothing: a group owns all requests, and ends them together."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    # When a task fails, the group cancels the others, waits until they are over, and raises what has failed. `gather`
    # would raise it, too, and leave the others running. The client closes after the group, so under nobody's feet.
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        sheets = [group.create_task(fetch_sheet(client, url)) for url in urls]
    return [sheet.result() for sheet in sheets]
