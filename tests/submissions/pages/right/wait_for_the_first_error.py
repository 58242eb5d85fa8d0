"""asyncio.wait until all are done or one has failed."""

import asyncio

import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    if not urls:
        return []
    client = httpx.AsyncClient()
    tasks = [asyncio.create_task(client.get(url)) for url in urls]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        answers = [task.result() for task in tasks if task.done()]
        for answer in answers:
            answer.raise_for_status()
        return [answer.text for answer in answers]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await client.aclose()
