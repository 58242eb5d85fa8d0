"""A lock for the whole module: the calls wait for each other's pauses."""

import asyncio

import httpx


ONE_AT_A_TIME = asyncio.Lock()


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    async with ONE_AT_A_TIME:
        for attempt in range(attempts):
            try:
                response = await client.get(url)
                response.raise_for_status()
                return response.text
            except httpx.HTTPError:
                if attempt == attempts - 1:
                    raise
                await asyncio.sleep(base * 2**attempt)
