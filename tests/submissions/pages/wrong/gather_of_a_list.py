"""Hands gather a list."""

import asyncio

import httpx


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        responses = await asyncio.gather([client.get(url) for url in urls])
    return [response.text for response in responses]
