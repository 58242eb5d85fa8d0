"""Backing off politely.

When the server of the tide tables is overloaded, this asks again later; but its pauses stop the whole program.
Let the pauses hold up nobody, ask again only where that can help, and keep to what the server asks for.
After the last attempt let your caller see what went wrong.
"""

import time

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    # TODO: wait without stopping the others, and look at what has failed before you ask again.
    for attempt in range(attempts):
        try:
            response = await client.get(url)
            response.raise_for_status()
            return response.text
        except httpx.HTTPError:
            time.sleep(base * 2**attempt)
    raise RuntimeError(f"{url} does not answer")
