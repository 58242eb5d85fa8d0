"""asyncio.to_thread with a synchronous client: the default pool has fewer threads than there are pages."""

import asyncio

import httpx


async def fetch_all(urls):
    with httpx.Client(timeout=None) as client:
        responses = await asyncio.gather(*(asyncio.to_thread(client.get, url) for url in urls))
    return [response.raise_for_status().text for response in responses]
