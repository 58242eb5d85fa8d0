"""Of several failures only the first is written down."""

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
        outcomes = await asyncio.gather(*(read(client, url) for url in urls), return_exceptions=True)
    together = dict(zip(urls, outcomes, strict=True))
    failures = {url: outcome for url, outcome in together.items() if isinstance(outcome, Exception)}
    pages = {url: outcome for url, outcome in together.items() if isinstance(outcome, str)}
    return Report(pages, dict(list(failures.items())[:1]))
