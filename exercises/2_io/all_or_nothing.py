"""All or nothing.

The sheets of a map are fetched one after another, and if one is not to be had, the others are worth nothing.
Fetch all of them at the same time.
As soon as one fails, stop the others in the same instant, and let your caller see what has failed.
"""

import httpx


async def fetch_sheet(client: httpx.AsyncClient, url: str) -> str:
    """Fetch one sheet; raises an error of httpx if it is not to be had."""
    response = await client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all_or_cancel(urls: list[str]) -> list[str]:
    # TODO: all sheets at the same time, and none any longer than the first failure.
    sheets = []
    async with httpx.AsyncClient() as client:
        for url in urls:
            sheets.append(await fetch_sheet(client, url))
    return sheets
