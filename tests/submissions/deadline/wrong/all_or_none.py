"""When the time is up, nobody has a fare, also those who had answered."""

import asyncio

import httpx


async def ask(client: httpx.AsyncClient, url: str) -> str | None:
    """The fare of one railway; None if it cannot be reached, or answers with an error."""
    try:
        response = await client.get(url)
        response.raise_for_status()
    except httpx.HTTPError:
        return None
    return response.text


async def fetch_within(urls: list[str], seconds: float) -> dict[str, str | None]:
    try:
        async with httpx.AsyncClient(timeout=None) as client, asyncio.timeout(seconds):
            fares = await asyncio.gather(*(ask(client, url) for url in urls))
    except TimeoutError:
        return dict.fromkeys(urls)
    return dict(zip(urls, fares, strict=True))
