"""Reads a number where there can be a date."""

import asyncio

import httpx


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
                pause = int(error.response.headers.get("Retry-After", pause))
            if attempt == attempts - 1:
                raise
            await asyncio.sleep(pause)
