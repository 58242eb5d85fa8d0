"""Whoever moves a page on has reserved its place there before; one task for each stage takes them on."""

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
    bad = 0

    async def download() -> None:
        places = asyncio.Semaphore(workers)

        async def one(url: str) -> None:
            nonlocal bad
            try:
                response = await client.get(url)
                response.raise_for_status()
                await pages.put(response.text)
            except httpx.HTTPError:
                bad += 1
            finally:
                places.release()

        async with asyncio.TaskGroup() as group:
            for url in urls:
                await places.acquire()
                group.create_task(one(url))

    async def parse_pages() -> None:
        places = asyncio.Semaphore(workers)

        async def one(page: str) -> None:
            nonlocal bad
            try:
                await cards.put(await loop.run_in_executor(pool, parse, page))
            except ValueError:
                bad += 1
            finally:
                places.release()
                pages.task_done()

        async with asyncio.TaskGroup() as group:
            while True:
                await places.acquire()
                group.create_task(one(await pages.get()))

    async def save() -> None:
        while True:
            await store.save(await cards.get())
            cards.task_done()

    with ProcessPoolExecutor(workers) as pool:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as stages:
            endless = [stages.create_task(parse_pages()), stages.create_task(save())]
            await asyncio.wait([stages.create_task(download())])
            await pages.join()
            await cards.join()
            for stage in endless:
                stage.cancel()
    return bad
