"""Returns the pages in the order in which they came."""

import asyncio

import httpx


async def fetch_all(urls):
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(client.get(url)) for url in urls]
        return [(await task).raise_for_status().text for task in asyncio.as_completed(tasks)]
