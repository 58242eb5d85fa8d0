"""One deadline for everything: it stands around all requests together."""

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
        # Put down immediately: what has come by the deadline must not be lost with the task that is cancelled.
        fares[url] = await ask(client, url)

    try:
        # From the inside out: the group asks everybody, and cancels and awaits its tasks when the deadline cancels it;
        # the client closes when nobody uses it any more. httpx's own timeout is off, the deadline is the only limit.
        async with httpx.AsyncClient(timeout=None) as client, asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(note(url))
    except TimeoutError:
        pass  # Being late is no error here; who was late still has None.
    return fares
