"""wait_for cancels the gather, and that its calls; each has written down what it got."""

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
    fares: dict[str, str | None] = dict.fromkeys(urls)

    async def note(client: httpx.AsyncClient, url: str) -> None:
        fares[url] = await ask(client, url)

    async with httpx.AsyncClient(timeout=None) as client:
        try:
            await asyncio.wait_for(asyncio.gather(*(note(client, url) for url in urls)), seconds)
        except TimeoutError:
            pass
    return fares
