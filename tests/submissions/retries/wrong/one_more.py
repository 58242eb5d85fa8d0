"""`attempts` retries after the first request, so one request more than that."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts + 1):
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except httpx.HTTPError:
            if attempt == attempts:
                raise
            await asyncio.sleep(base * 2**attempt)
