"""Streams the answer, and leaves each stream before it pauses; waits with an event that nobody sets."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(1, attempts + 1):
        pause = base * 2 ** (attempt - 1)
        try:
            async with client.stream("GET", url) as response:
                response.raise_for_status()
                return (await response.aread()).decode()
        except httpx.HTTPStatusError as error:
            if attempt == attempts or error.response.status_code not in {429, *range(500, 600)}:
                raise
            if error.response.headers.get("Retry-After", "-").isdecimal():
                pause = int(error.response.headers["Retry-After"])
        except httpx.TransportError:
            if attempt == attempts:
                raise
        try:
            await asyncio.wait_for(asyncio.Event().wait(), pause)
        except TimeoutError:
            pass
    raise ValueError("no attempts")
