"""Never closes the client."""

import asyncio

import httpx


async def fetch_all(urls):
    client = httpx.AsyncClient()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(client.get(url)) for url in urls]
    return [task.result().raise_for_status().text for task in tasks]
