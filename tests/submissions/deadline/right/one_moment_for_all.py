"""Every task has a limit of its own, but all these limits are the same moment."""

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
    deadline = asyncio.get_running_loop().time() + seconds

    async def until_then(client: httpx.AsyncClient, url: str) -> str | None:
        try:
            async with asyncio.timeout_at(deadline):
                return await ask(client, url)
        except TimeoutError:
            return None

    async with httpx.AsyncClient(timeout=None) as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(until_then(client, url)) for url in urls]
    return {url: task.result() for url, task in zip(urls, tasks, strict=True)}
