"""A hundred workers take URLs from a queue."""

import asyncio

import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    bodies: dict[int, str] = {}
    todo: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
    for item in enumerate(urls):
        todo.put_nowait(item)

    async def work(client: httpx.AsyncClient) -> None:
        while not todo.empty():
            place, url = todo.get_nowait()
            response = await client.get(url)
            response.raise_for_status()
            bodies[place] = response.text

    async with httpx.AsyncClient() as client:
        async with asyncio.TaskGroup() as workers:
            for _ in range(100):
                workers.create_task(work(client))
    return [bodies[place] for place in range(len(urls))]
