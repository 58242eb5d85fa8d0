"""Batches of ten: a slow station holds up those that come after its batch."""

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
    report = Report()
    async with httpx.AsyncClient() as client:
        for start in range(0, len(urls), 10):
            batch = urls[start : start + 10]
            outcomes = await asyncio.gather(*(read(client, url) for url in batch), return_exceptions=True)
            for url, outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    report.errors[url] = outcome
                else:
                    report.pages[url] = outcome
    return report
