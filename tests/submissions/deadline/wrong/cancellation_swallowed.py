"""Takes being cancelled for the deadline, and returns what it has."""

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

    async def note(url: str) -> None:
        fares[url] = await ask(client, url)

    try:
        async with httpx.AsyncClient(timeout=None) as client, asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(note(url))
    except (TimeoutError, asyncio.CancelledError):
        pass
    return fares
