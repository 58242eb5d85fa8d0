"""return_exceptions=True, and nobody looks what is in the list."""

import asyncio
from dataclasses import dataclass, field

import httpx


@dataclass
class Report:
    """For every URL, either the text of its page or the error that came instead."""

    pages: dict[str, str] = field(default_factory=dict)
    errors: dict[str, Exception] = field(default_factory=dict)


async def read(client: httpx.AsyncClient, url: str) -> str:
    """Fetch the page of one station; raises the error that kept it from coming."""
    response = await client.get(url)
    response.raise_for_status()
    return response.content.decode("utf-8")


async def fetch_report(urls: list[str]) -> Report:
    async with httpx.AsyncClient() as client:
        texts = await asyncio.gather(*(read(client, url) for url in urls), return_exceptions=True)
    return Report(pages=dict(zip(urls, texts, strict=True)))
