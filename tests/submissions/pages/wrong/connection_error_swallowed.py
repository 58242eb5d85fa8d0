"""Tells of a bad status, but leaves out pages whose server cannot be reached."""

import asyncio

import httpx


async def fetch(client, url):
    try:
        response = await client.get(url)
    except httpx.TransportError:
        return None
    response.raise_for_status()
    return response.text


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(client, url)) for url in urls]
    return [task.result() for task in tasks if task.result() is not None]
