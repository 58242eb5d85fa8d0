"""Each railway has a time limit of its own, and they are asked in groups of four."""

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
    places = asyncio.Semaphore(4)
    fares: dict[str, str | None] = dict.fromkeys(urls)

    async def note(url: str) -> None:
        async with places:
            try:
                async with asyncio.timeout(seconds):
                    fares[url] = await ask(client, url)
            except TimeoutError:
                pass

    async with httpx.AsyncClient(timeout=None) as client, asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(note(url))
    return fares
