"""Waits twice: for the answers, and then as long again for those who are late."""

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
        tasks = {url: asyncio.create_task(ask(client, url)) for url in urls}
        try:
            if tasks:
                await asyncio.wait(tasks.values(), timeout=seconds)
            for url, task in tasks.items():
                try:
                    fares[url] = await asyncio.wait_for(task, seconds)
                except TimeoutError:
                    pass
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)
    return fares
