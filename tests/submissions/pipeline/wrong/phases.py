"""Everything is downloaded, then everything is parsed, then everything is saved."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    places = asyncio.Semaphore(workers)

    async def fetch(url: str) -> str | None:
        async with places:
            try:
                response = await client.get(url)
                response.raise_for_status()
            except httpx.HTTPError:
                return None
            return response.text

    async with httpx.AsyncClient() as client:
        pages = await asyncio.gather(*map(fetch, urls))
    with ProcessPoolExecutor(workers) as pool:
        parsing = [loop.run_in_executor(pool, parse, page) for page in pages if page is not None]
        parsed = await asyncio.gather(*parsing, return_exceptions=True)
    cards = [card for card in parsed if isinstance(card, IndexCard)]
    for card in cards:
        await store.save(card)
    return len(urls) - len(cards)
