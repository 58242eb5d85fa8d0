"""Those who still wait are cancelled, and nobody waits until they have stopped."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    waiting = iter(urls)
    pages: asyncio.Queue[str] = asyncio.Queue(queue)
    cards: asyncio.Queue[IndexCard] = asyncio.Queue(queue)
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
        while True:
            page = await pages.get()
            try:
                card = await loop.run_in_executor(pool, parse, page)
            except ValueError:
                bad += 1
            else:
                await cards.put(card)
            pages.task_done()

    async def save() -> None:
        while True:
            await store.save(await cards.get())
            cards.task_done()

    with ProcessPoolExecutor(workers) as pool:
        async with httpx.AsyncClient() as client:

            async def feed() -> None:
                await asyncio.gather(*(download() for _ in range(workers)))
                await pages.join()
                await cards.join()

            stages = [asyncio.create_task(parse_pages()) for _ in range(workers)]
            stages += [asyncio.create_task(save()), asyncio.create_task(feed())]
            try:
                done, _ = await asyncio.wait(stages, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for stage in stages:
                    stage.cancel()
            for stage in done:
                stage.result()
    return bad
