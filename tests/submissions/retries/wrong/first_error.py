"""Raises the first error instead of the last."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    failures = []
    for attempt in range(attempts):
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except httpx.HTTPError as error:
            failures.append(error)
            if attempt < attempts - 1:
                await asyncio.sleep(base * 2**attempt)
    raise failures[0]
