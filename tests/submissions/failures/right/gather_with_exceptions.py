"""gather hands out errors beside results; each is put where it belongs."""

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
    report = Report()
    for url, outcome in zip(urls, outcomes, strict=True):
        if isinstance(outcome, Exception):
            report.errors[url] = outcome
        elif isinstance(outcome, str):
            report.pages[url] = outcome
    return report
