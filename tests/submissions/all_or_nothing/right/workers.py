"""A worker for each sheet takes from one list; their group ends with the first failure."""

import asyncio

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    sheets = [""] * len(urls)
    todo = list(enumerate(urls))

    async def work(client: httpx.AsyncClient) -> None:
        while todo:
            place, url = todo.pop()
            sheets[place] = await fetch_sheet(client, url)

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as workers:
        for _ in urls:
            workers.create_task(work(client))
    return sheets
