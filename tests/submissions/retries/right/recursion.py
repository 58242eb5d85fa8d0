"""Each attempt knows how many are left, and calls the next."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    pause = base
    try:
        return (await client.get(url)).raise_for_status().text
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        if attempts == 1 or (status != 429 and status < 500):
            raise
        try:
            pause = float(int(error.response.headers["Retry-After"]))
        except (KeyError, ValueError):
            pass
    except httpx.TransportError:
        if attempts == 1:
            raise
    await asyncio.sleep(pause)
    return await fetch_with_retries(client, url, attempts=attempts - 1, base=base * 2)
