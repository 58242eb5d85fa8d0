"""A hundred pages in one second: all of them are asked for before the first has come."""

import asyncio

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    response = await client.get(url)
    # httpx takes an answer of 404 or 500 for a good one until it is asked to look.
    response.raise_for_status()
    return response.text


async def fetch_all(urls: list[str]) -> list[str]:
    # One client for all requests, outside the loop: it keeps the connections, and closes them at the end.
    async with httpx.AsyncClient() as client:
        try:
            # The group starts every request before it waits for any. If one fails, or if we are cancelled, it stops
            # the others and waits until they have stopped: before the client closes, so nobody reads from it any more.
            async with asyncio.TaskGroup() as group:
                pages = [group.create_task(fetch(client, url)) for url in urls]
        except ExceptionGroup as failures:
            # Whoever called us expects an error of httpx, as from a single request, and not a group of them.
            raise failures.exceptions[0] from None
    # In the order of the tasks, which is that of the URLs, whichever page came first.
    return [page.result() for page in pages]
