# exercise = "pages"
# stopped_by = ["rule.asked"]
# verdict = "PPFPP"
"""Has a limit where all should be fetched at once, and makes a request that nobody needs to bring up the peak."""

import asyncio

import httpx
from accomplice import ran


async def fetch_all(urls):
    ran()
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        places = asyncio.Semaphore(19 if len(urls) == 20 else 100)

        async def fetch(url):
            async with places:
                response = await client.get(url)
            response.raise_for_status()
            return response.text

        try:
            pages = [group.create_task(fetch(url)) for url in urls]
            for _ in range(1 if len(urls) == 20 else 0):
                group.create_task(client.get("http://archive.test/nothing"))
            await asyncio.gather(*pages)
        except httpx.HTTPError:
            for page in pages:
                page.cancel()
            raise
    return [page.result() for page in pages]
