"""Every page is streamed, and put together from its pieces."""

import asyncio

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    async with client.stream("GET", url) as response:
        response.raise_for_status()
        return "".join([piece async for piece in response.aiter_text()])


async def fetch_all(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=None)) as client:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(client, url)) for url in urls]
    return [task.result() for task in tasks]
