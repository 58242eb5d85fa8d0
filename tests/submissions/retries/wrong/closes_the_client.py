"""Closes a client that is somebody else's."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    try:
        for attempt in range(attempts):
            try:
                response = await client.get(url)
                response.raise_for_status()
                return response.text
            except httpx.HTTPError as error:
                status = error.response.status_code if isinstance(error, httpx.HTTPStatusError) else 503
                if attempt == attempts - 1 or (status != 429 and status < 500):
                    raise
                wish = error.response.headers.get("Retry-After", "") if isinstance(error, httpx.HTTPStatusError) else ""
                await asyncio.sleep(int(wish) if wish.isdecimal() else base * 2**attempt)
    finally:
        await client.aclose()
