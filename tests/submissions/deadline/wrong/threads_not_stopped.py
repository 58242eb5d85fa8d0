"""A thread for every railway: at the deadline nobody can stop them."""

import asyncio

import httpx


def ask(url: str) -> str | None:
    try:
        return httpx.get(url, timeout=60).raise_for_status().text
    except httpx.HTTPError:
        return None


async def fetch_within(urls: list[str], seconds: float) -> dict[str, str | None]:
    fares: dict[str, str | None] = dict.fromkeys(urls)

    async def note(url: str) -> None:
        fares[url] = await asyncio.to_thread(ask, url)

    try:
        await asyncio.wait_for(asyncio.gather(*(note(url) for url in urls)), seconds)
    except TimeoutError:
        pass
    return fares
