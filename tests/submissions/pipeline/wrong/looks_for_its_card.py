"""Looks again and again whether its card is there, and lets the others run in between."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    waiting = iter(urls)  # all downloaders take from this one, so none is idle while a URL waits
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
                parsing = loop.run_in_executor(pool, parse, page)
                while not parsing.done():
                    await asyncio.sleep(0)
                card = parsing.result()
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
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            downloads = [group.create_task(download()) for _ in range(workers)]
            consumers = [group.create_task(parse_pages()) for _ in range(workers)]
            consumers.append(group.create_task(save()))
            await asyncio.wait(downloads)
            await pages.join()
            await cards.join()
            for consumer in consumers:
                consumer.cancel()  # they would wait for ever for what does not come
    return bad
