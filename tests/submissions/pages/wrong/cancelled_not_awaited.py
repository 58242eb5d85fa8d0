"""Tells the other requests to stop when one fails, and does not wait until they have."""

import asyncio

import httpx


async def fetch_all(urls):
    client = httpx.AsyncClient()

    async def fetch(url):
        return (await client.get(url)).raise_for_status().text

    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    try:
        return await asyncio.gather(*tasks)
    except Exception:
        for task in tasks:
            task.cancel()
        raise
    finally:
        await client.aclose()
