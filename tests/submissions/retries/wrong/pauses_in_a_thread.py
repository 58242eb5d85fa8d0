"""Pauses in a thread: nobody is held up, but when the call is cancelled the thread sleeps on."""

import asyncio
import time

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
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
            await asyncio.to_thread(time.sleep, int(wish) if wish.isdecimal() else base * 2**attempt)
