"""Keeps to a date in Retry-After, too."""

import asyncio
import time
from email.utils import parsedate_to_datetime

import httpx


def pause_of(wish: str) -> float:
    if wish.isdecimal():
        return int(wish)
    return max(0.0, parsedate_to_datetime(wish).timestamp() - time.time())


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    for attempt in range(attempts):
        pause = base * 2**attempt
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except (httpx.HTTPStatusError, httpx.TransportError) as error:
            if isinstance(error, httpx.HTTPStatusError):
                if error.response.status_code != 429 and not error.response.is_server_error:
                    raise
                if "Retry-After" in error.response.headers:
                    pause = pause_of(error.response.headers["Retry-After"])
            if attempt == attempts - 1:
                raise
            await asyncio.sleep(pause)
