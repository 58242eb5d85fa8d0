"""Asks again and again for a page that does not exist."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts):
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except httpx.HTTPError as error:
            if attempt == attempts - 1:
                raise
            pause = base * 2**attempt
            if isinstance(error, httpx.HTTPStatusError):
                wish = error.response.headers.get("Retry-After", "")
                pause = int(wish) if wish.isdecimal() else pause
            await asyncio.sleep(pause)
