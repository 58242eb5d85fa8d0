"""Catches CancelledError, and returns the pages that were there."""

import asyncio

import httpx


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(client.get(url)) for url in urls]
        try:
            await asyncio.gather(*tasks)
        except asyncio.CancelledError:
            pass
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result().raise_for_status().text for task in tasks if not task.cancelled()]
