"""Handles refused connections and bad statuses, but not a connection that breaks off."""

import asyncio

import httpx


async def fetch_within(urls: list[str], seconds: float) -> dict[str, str | None]:
    fares: dict[str, str | None] = dict.fromkeys(urls)

    async def note(url: str) -> None:
        try:
            fares[url] = (await client.get(url)).raise_for_status().text
        except (httpx.ConnectError, httpx.HTTPStatusError):
            fares[url] = None

    try:
        async with httpx.AsyncClient(timeout=None) as client, asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(note(url))
    except TimeoutError:
        pass
    return fares
