"""A loop of its own, which awaits a pool of threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def fetch_all(client, urls, *, workers=8):
    async def fetch(pool):
        loop = asyncio.get_running_loop()
        futures = [loop.run_in_executor(pool, client.get, url) for url in urls]
        outcomes = await asyncio.gather(*futures, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return outcomes

    with ThreadPoolExecutor(workers) as pool:
        return asyncio.run(fetch(pool))
