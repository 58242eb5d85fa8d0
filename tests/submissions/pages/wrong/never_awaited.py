"""Calls client.get without await, and takes the coroutine for a response."""

import httpx


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        responses = [client.get(url) for url in urls]
        return [response.text for response in responses]
