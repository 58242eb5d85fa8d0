"""No queues: every page has a task, and goes from room to room; it leaves a room when the next one takes it in."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    loop = asyncio.get_running_loop()
    rooms = [asyncio.Semaphore(size) for size in (workers, queue, workers, queue, 1)]

    async def carry(url: str, client: httpx.AsyncClient, pool: ProcessPoolExecutor) -> bool:
        """Whether the page was good."""
        inside: asyncio.Semaphore | None = None

        async def enter(room: asyncio.Semaphore) -> asyncio.Semaphore:
            await room.acquire()
            if inside is not None:
                inside.release()
            return room

        try:
            inside = await enter(rooms[0])
            response = await client.get(url)
            response.raise_for_status()
            for room in rooms[1:3]:
                inside = await enter(room)
            card = await asyncio.wrap_future(pool.submit(parse, response.text), loop=loop)
            for room in rooms[3:]:
                inside = await enter(room)
            await store.save(card)
        except (httpx.HTTPError, ValueError):
            return False
        finally:
            if inside is not None:
                inside.release()
        return True

    with ProcessPoolExecutor(max_workers=workers) as pool:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            tasks = [group.create_task(carry(url, client, pool)) for url in urls]
    return sum(not task.result() for task in tasks)
