"""Starts everything at once, through a client with twenty connections."""

import asyncio

import httpx


async def fetch_all(urls):
    limits = httpx.Limits(max_connections=20)
    async with httpx.AsyncClient(limits=limits, timeout=None) as client:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(client.get(url)) for url in urls]
    return [task.result().raise_for_status().text for task in tasks]
