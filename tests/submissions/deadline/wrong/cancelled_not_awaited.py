"""Tells those who are late to stop, and does not wait until they have."""

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
    client = httpx.AsyncClient(timeout=None)
    tasks = {asyncio.create_task(ask(client, url)): url for url in urls}
    done: set[asyncio.Task[str | None]] = set()
    try:
        if tasks:
            done, _ = await asyncio.wait(tasks, timeout=seconds)
    finally:
        await client.aclose()
        for task in tasks:
            task.cancel()
    fares.update({tasks[task]: task.result() for task in done})
    return fares
