"""The parsing is done by threads, which share one interpreter lock."""

import asyncio
from collections.abc import Callable

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
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
                card = await asyncio.to_thread(parse, page)
            except ValueError:
                bad += 1
            else:
                await cards.put(card)
            pages.task_done()

    async def save() -> None:
        while True:
            await store.save(await cards.get())
            cards.task_done()

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        downloads = [group.create_task(download()) for _ in range(workers)]
        consumers = [group.create_task(parse_pages()) for _ in range(workers)]
        consumers.append(group.create_task(save()))
        await asyncio.wait(downloads)
        await pages.join()
        await cards.join()
        for consumer in consumers:
            consumer.cancel()
    return bad
