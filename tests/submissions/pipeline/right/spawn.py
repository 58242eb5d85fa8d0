"""Processes that are started afresh (spawn), because there may be threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    addresses: asyncio.Queue[str | None] = asyncio.Queue()
    pages: asyncio.Queue[str | None] = asyncio.Queue(maxsize=queue)
    cards: asyncio.Queue[IndexCard | None] = asyncio.Queue(maxsize=queue)
    for address in [*urls, *[None] * workers]:
        addresses.put_nowait(address)
    bad = 0

    async def download(client: httpx.AsyncClient) -> None:
        nonlocal bad
        while (url := await addresses.get()) is not None:
            try:
                response = await client.get(url)
                response.raise_for_status()
                await pages.put(response.text)
            except httpx.HTTPError:
                bad += 1

    async def download_all() -> None:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(download(client))
        for _ in range(workers):
            await pages.put(None)

    async def parse_pages(pool: ProcessPoolExecutor) -> None:
        nonlocal bad
        while (page := await pages.get()) is not None:
            try:
                await cards.put(await loop.run_in_executor(pool, parse, page))
            except ValueError:
                bad += 1

    async def parse_all() -> None:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            async with asyncio.TaskGroup() as group:
                for _ in range(workers):
                    group.create_task(parse_pages(pool))
        await cards.put(None)

    async def save_all() -> None:
        while (card := await cards.get()) is not None:
            await store.save(card)

    async with asyncio.TaskGroup() as stages:
        stages.create_task(download_all())
        stages.create_task(parse_all())
        stages.create_task(save_all())
    return bad
