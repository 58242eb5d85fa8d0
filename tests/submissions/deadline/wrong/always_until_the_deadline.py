"""Sleeps until the deadline, also if everybody has answered long before."""

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
    async with httpx.AsyncClient(timeout=None) as client:
        tasks = {url: asyncio.create_task(ask(client, url)) for url in urls}
        try:
            await asyncio.sleep(seconds)
            return {url: task.result() if task.done() else None for url, task in tasks.items()}
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)
