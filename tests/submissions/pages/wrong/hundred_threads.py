"""A pool of a hundred threads with a synchronous client: as fast, but nobody can cancel a thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx


def fetch(client, url):
    response = client.get(url)
    response.raise_for_status()
    return response.text


async def fetch_all(urls):
    loop = asyncio.get_running_loop()
    with httpx.Client() as client, ThreadPoolExecutor(100) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, fetch, client, url) for url in urls))
