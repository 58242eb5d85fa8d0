"""Takes the text of an error page for the page."""

import asyncio

import httpx


async def fetch(client, url):
    response = await client.get(url)
    return response.text


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(client, url)) for url in urls]
    return [task.result() for task in tasks]
