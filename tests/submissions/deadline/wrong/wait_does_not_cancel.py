"""Believes that asyncio.wait cancels what is pending when its time is up."""

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
    async with httpx.AsyncClient(timeout=None) as client:
        tasks = {asyncio.create_task(ask(client, url)): url for url in urls}
        if tasks:
            done, _ = await asyncio.wait(tasks, timeout=seconds)
            fares.update({tasks[task]: task.result() for task in done})
    return fares
