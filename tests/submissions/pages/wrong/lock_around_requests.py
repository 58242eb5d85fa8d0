"""A task for every page, and a lock that lets one of them through at a time."""

import asyncio

import httpx


async def fetch_all(urls):
    lock = asyncio.Lock()

    async def fetch(url):
        async with lock:
            response = await client.get(url)
        return response.raise_for_status().text

    async with httpx.AsyncClient() as client:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(url)) for url in urls]
    return [task.result() for task in tasks]
