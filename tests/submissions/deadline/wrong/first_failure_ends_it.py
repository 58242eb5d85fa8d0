"""A railway that refuses ends the asking for all."""

import asyncio

import httpx


async def fetch_within(urls: list[str], seconds: float) -> dict[str, str | None]:
    fares: dict[str, str | None] = dict.fromkeys(urls)

    async def note(url: str) -> None:
        response = await client.get(url)
        fares[url] = response.text if response.is_success else None

    try:
        async with httpx.AsyncClient(timeout=None) as client, asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(note(url))
    except TimeoutError:
        pass
    return fares
