"""Tasks that nobody stops: when the caller is cancelled, the requests after the first go on."""

import asyncio

import httpx


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(client.get(url)) for url in urls]
        await asyncio.sleep(0)
        errors = []
        bodies = []
        for task in tasks:
            try:
                bodies.append((await task).raise_for_status().text)
            except Exception as error:
                errors.append(error)
    if errors:
        raise errors[0]
    return bodies
