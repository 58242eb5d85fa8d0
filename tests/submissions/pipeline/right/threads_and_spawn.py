"""Threads download with a client that blocks; the processes are started afresh, since there are threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    pages: asyncio.Queue[str] = asyncio.Queue(queue)
    cards: asyncio.Queue[IndexCard] = asyncio.Queue(queue)
    waiting = iter(urls)
    bad = 0

    def fetch(url: str) -> str:
        return client.get(url).raise_for_status().text

    async def download() -> None:
        nonlocal bad
        for url in waiting:
            try:
                page = await asyncio.to_thread(fetch, url)
            except httpx.HTTPError:
                bad += 1
            else:
                await pages.put(page)

    async def parse_pages() -> None:
        nonlocal bad
        while True:
            page = await pages.get()
            try:
                await cards.put(await loop.run_in_executor(pool, parse, page))
            except ValueError:
                bad += 1
            pages.task_done()

    async def save() -> None:
        while True:
            await store.save(await cards.get())
            cards.task_done()

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool, httpx.Client() as client:
        async with asyncio.TaskGroup() as group:
            downloads = [group.create_task(download()) for _ in range(workers)]
            others = [group.create_task(parse_pages()) for _ in range(workers)]
            others.append(group.create_task(save()))
            await asyncio.wait(downloads)
            await pages.join()
            await cards.join()
            for task in others:
                task.cancel()
    return bad
