"""Starts an event loop inside the event loop."""

import asyncio

import httpx


async def fetch_all(urls):
    async def fetch_them():
        async with httpx.AsyncClient() as client:
            return [response.text for response in await asyncio.gather(*(client.get(url) for url in urls))]

    return asyncio.run(fetch_them())
