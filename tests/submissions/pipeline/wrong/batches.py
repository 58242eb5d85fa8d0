"""So many pages are downloaded, parsed and saved, and then the next so many."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    bad = 0

    async def card_of(url: str) -> IndexCard | None:
        try:
            response = await client.get(url)
            response.raise_for_status()
            return await loop.run_in_executor(pool, parse, response.text)
        except (httpx.HTTPError, ValueError):
            return None

    with ProcessPoolExecutor(workers) as pool:
        async with httpx.AsyncClient() as client:
            for first in range(0, len(urls), workers):
                for card in await asyncio.gather(*map(card_of, urls[first : first + workers])):
                    if card is None:
                        bad += 1
                    else:
                        await store.save(card)
    return bad
