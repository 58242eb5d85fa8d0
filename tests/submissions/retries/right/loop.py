"""A loop, and the last attempt after it."""

import asyncio

import httpx


async def fetch_with_retries(client: httpx.AsyncClient, url: str, *, attempts: int = 5, base: float = 1.0) -> str:
    pause = base
    for left in reversed(range(attempts)):
        wish = ""
        try:
            response = await client.get(url)
        except httpx.TransportError:
            if left == 0:
                raise
        else:
            temporary = response.status_code == 429 or response.status_code >= 500
            if response.is_success or not temporary or left == 0:
                return response.raise_for_status().text
            wish = response.headers.get("Retry-After", "")
        await asyncio.sleep(int(wish) if wish.isdigit() else pause)
        pause *= 2
    raise ValueError("no attempts")
