"""Each worker downloads a page, parses it, and waits for the drawer, before it takes the next."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    waiting = iter(urls)
    drawer = asyncio.Lock()
    bad = 0

    async def work() -> None:
        nonlocal bad
        for url in waiting:
            try:
                response = await client.get(url)
                response.raise_for_status()
                card = await loop.run_in_executor(pool, parse, response.text)
            except (httpx.HTTPError, ValueError):
                bad += 1
                continue
            async with drawer:
                await store.save(card)

    with ProcessPoolExecutor(workers) as pool:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(work())
    return bad
