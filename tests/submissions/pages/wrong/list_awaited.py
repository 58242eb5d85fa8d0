"""Wrong: a list of coroutines is awaited, and nothing ever gathers them."""

import httpx


async def fetch(c,u):
    return (await c.get(u)).text


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        calls = [
            fetch(client, u) for u in urls]
        return await calls
