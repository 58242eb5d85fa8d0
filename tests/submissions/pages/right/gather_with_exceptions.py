"""gather waits for all, errors included; then the first error is raised."""

import asyncio

import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client:
        answers = await asyncio.gather(*(client.get(url) for url in urls), return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
        answer.raise_for_status()
    return [answer.text for answer in answers]
