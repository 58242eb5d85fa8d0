"""The parsing is elsewhere, and everything waits for it all the same."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    bad = 0
    with ProcessPoolExecutor(workers) as pool:
        async with httpx.AsyncClient() as client:
            for url in urls:
                try:
                    response = await client.get(url)
                    response.raise_for_status()
                    card = await loop.run_in_executor(pool, parse, response.text)
                except (httpx.HTTPError, ValueError):
                    bad += 1
                else:
                    await store.save(card)
    return bad
