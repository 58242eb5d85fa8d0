"""Hands on whatever text comes."""

import asyncio
from collections.abc import AsyncIterator

import httpx


async def stream(urls: list[str]) -> AsyncIterator[tuple[str, str]]:
    async def named(url: str) -> tuple[str, str]:
        return url, (await client.get(url)).text

    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(named(url)) for url in urls]
        try:
            for coming in asyncio.as_completed(tasks):
                yield await coming
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
