"""Asks again until there is an answer."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    pause = base
    while True:
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except httpx.HTTPError:
            await asyncio.sleep(pause)
            pause *= 2
