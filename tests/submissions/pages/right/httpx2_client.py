"""The successor of httpx, where it is installed."""

import asyncio

import httpx2


async def fetch_all(urls: list[str]) -> list[str]:
    async with httpx2.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(client.get(url)) for url in urls]
    return [task.result().raise_for_status().text for task in tasks]
