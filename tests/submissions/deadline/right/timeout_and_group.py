"""A deadline around a task group; each task writes down its fare."""

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
    fares: dict[str, str | None] = {url: None for url in urls}

    async def note(client: httpx.AsyncClient, url: str) -> None:
        fares[url] = await ask(client, url)

    async with httpx.AsyncClient(timeout=seconds) as client:
        try:
            async with asyncio.timeout(seconds):
                async with asyncio.TaskGroup() as group:
                    for url in urls:
                        group.create_task(note(client, url))
        except TimeoutError:
            pass
    return fares
