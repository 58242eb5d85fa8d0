"""Takes the timeout of httpx, which limits each single wait, for a deadline."""

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
    async with httpx.AsyncClient(timeout=seconds) as client:
        fares = await asyncio.gather(*(ask(client, url) for url in urls))
    return dict(zip(urls, fares, strict=True))
