"""Makes a task for every page, and waits for it before it makes the next."""

import asyncio

import httpx


async def fetch_all(urls):
    bodies = []
    async with httpx.AsyncClient() as client:
        for url in urls:
            response = await asyncio.create_task(client.get(url))
            bodies.append(response.raise_for_status().text)
    return bodies
