"""A task group; the errors come out in an exception group."""

import asyncio

import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        requests = [group.create_task(client.get(url)) for url in urls]
        return [(await request).raise_for_status().text for request in requests]
