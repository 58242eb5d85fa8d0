"""Waits for all districts, and then yields the pairs one after another."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the result of one district."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    async with httpx.AsyncClient() as client:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(client, url)) for url in urls]
    for url, task in zip(urls, tasks, strict=True):
        yield url, task.result()
