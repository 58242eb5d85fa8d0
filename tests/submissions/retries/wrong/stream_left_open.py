"""Streams, and leaves the streams of bad answers open: no connection is free for the next attempt."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts):
        try:
            response = await client.send(client.build_request("GET", url), stream=True)
            response.raise_for_status()
            return (await response.aread()).decode()
        except httpx.HTTPError:
            if attempt == attempts - 1:
                raise
            await asyncio.sleep(base * 2**attempt)
