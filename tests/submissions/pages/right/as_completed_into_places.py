"""Pages are taken as they come, and put in the place of their URL."""

import asyncio

import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    bodies = [""] * len(urls)
    async with httpx.AsyncClient() as client:

        async def fetch(place: int) -> int:
            response = await client.get(urls[place])
            bodies[place] = response.raise_for_status().text
            return place

        tasks = [asyncio.create_task(fetch(place)) for place in range(len(urls))]
        try:
            for done in asyncio.as_completed(tasks):
                await done
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            raise
    return bodies
