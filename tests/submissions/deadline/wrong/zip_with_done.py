"""Puts the fares that have come beside the URLs, in the order of a set."""

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
        tasks = [asyncio.create_task(ask(client, url)) for url in urls]
        came = []
        try:
            for coming in asyncio.as_completed(tasks, timeout=seconds):
                came.append(await coming)
        except TimeoutError:
            pass
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    fares.update(zip(urls, came, strict=False))
    return fares
