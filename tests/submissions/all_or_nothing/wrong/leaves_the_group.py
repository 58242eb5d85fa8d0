"""Leaves the group's block when one has failed, and expects that this stops the others."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def attempt(client: httpx.AsyncClient, url: str) -> str | httpx.HTTPError:
    try:
        return await fetch_sheet(client, url)
    except httpx.HTTPError as error:
        return error


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    failure = None
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        sheets = [group.create_task(attempt(client, url)) for url in urls]
        for coming in asyncio.as_completed(sheets):
            outcome = await coming
            if isinstance(outcome, httpx.HTTPError):
                failure = outcome
                break
    if failure is not None:
        raise failure
    return [sheet.result() for sheet in sheets]
