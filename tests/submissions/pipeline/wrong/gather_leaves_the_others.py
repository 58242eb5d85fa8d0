"""When the drawer is full `gather` passes the error on, and the other stages stay."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    waiting = iter(urls)
    pages: asyncio.Queue[str | None] = asyncio.Queue(queue)
    cards: asyncio.Queue[IndexCard | None] = asyncio.Queue(queue)
    bad = 0

    async def download() -> None:
        nonlocal bad
        for url in waiting:
            try:
                response = await client.get(url)
                response.raise_for_status()
            except httpx.HTTPError:
                bad += 1
            else:
                await pages.put(response.text)

    async def parse_pages() -> None:
        nonlocal bad
        while (page := await pages.get()) is not None:
            try:
                card = await loop.run_in_executor(pool, parse, page)
            except ValueError:
                bad += 1
            else:
                await cards.put(card)

    async def save() -> None:
        while (card := await cards.get()) is not None:
            await store.save(card)

    with ProcessPoolExecutor(workers) as pool:
        async with httpx.AsyncClient() as client:

            async def first_stage() -> None:
                await asyncio.gather(*(download() for _ in range(workers)))
                for _ in range(workers):
                    await pages.put(None)

            async def second_stage() -> None:
                await asyncio.gather(*(parse_pages() for _ in range(workers)))
                await cards.put(None)

            await asyncio.gather(first_stage(), second_stage(), save())
    return bad
