"""No task group: who has begun all tasks waits for the first error, and stops the others."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    pages: asyncio.Queue[str] = asyncio.Queue(queue)
    cards: asyncio.Queue[IndexCard] = asyncio.Queue(queue)
    waiting = list(reversed(urls))
    good = 0

    async def download() -> None:
        while waiting:
            try:
                response = await client.get(waiting.pop())
                response.raise_for_status()
            except httpx.HTTPError:
                continue
            await pages.put(response.text)

    async def parse_pages() -> None:
        while True:
            page = await pages.get()
            try:
                card = await loop.run_in_executor(pool, parse, page)
                await cards.put(card)
            except ValueError:
                pass
            finally:
                pages.task_done()

    async def save() -> None:
        nonlocal good
        while True:
            card = await cards.get()
            await store.save(card)
            good += 1
            cards.task_done()

    async def all_through() -> None:
        await asyncio.gather(*downloads)
        await pages.join()
        await cards.join()

    pool = ProcessPoolExecutor(workers)
    client = httpx.AsyncClient()
    downloads = [asyncio.create_task(download()) for _ in range(workers)]
    others = [asyncio.create_task(parse_pages()) for _ in range(workers)]
    others += [asyncio.create_task(save()), asyncio.create_task(all_through())]
    try:
        done, _ = await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in [*downloads, *others]:
            task.cancel()
        await asyncio.gather(*downloads, *others, return_exceptions=True)
        await client.aclose()
        pool.shutdown(cancel_futures=True)
    return len(urls) - good
