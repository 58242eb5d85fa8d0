"""One client, but every page is awaited before the next is asked for."""

import httpx


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        return [(await client.get(url)).raise_for_status().text for url in urls]
