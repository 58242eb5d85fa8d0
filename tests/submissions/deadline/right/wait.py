"""asyncio.wait tells who is done at the deadline; the others are cancelled and awaited."""

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
        tasks = {asyncio.create_task(ask(client, url)): url for url in urls}
        done: set[asyncio.Task[str | None]] = set()
        try:
            if tasks:
                done, _ = await asyncio.wait(tasks, timeout=seconds)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return {url: task.result() if task in done else None for task, url in tasks.items()}
