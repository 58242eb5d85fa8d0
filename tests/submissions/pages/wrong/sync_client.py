"""A synchronous client in coroutines: gather has nothing to gather, every request holds the loop."""

import asyncio

import httpx


async def fetch(client, url):
    response = client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all(urls):
    with httpx.Client() as client:
        return await asyncio.gather(*(fetch(client, url) for url in urls))
