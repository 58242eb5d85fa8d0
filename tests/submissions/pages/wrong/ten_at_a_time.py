"""Fetches ten pages together, then the next ten."""

import asyncio

import httpx


async def fetch_all(urls):
    bodies = []
    async with httpx.AsyncClient() as client:
        for first in range(0, len(urls), 10):
            answers = await asyncio.gather(*(client.get(url) for url in urls[first : first + 10]))
            bodies += [answer.raise_for_status().text for answer in answers]
    return bodies
