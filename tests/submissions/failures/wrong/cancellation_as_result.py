"""When it is cancelled it waits once more, and files a CancelledError for each station that was stopped."""

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
        tasks = [asyncio.create_task(read(client, url)) for url in urls]
        while True:
            try:
                outcomes = await asyncio.gather(*tasks, return_exceptions=True)
                break
            except asyncio.CancelledError:
                continue
    for url, outcome in zip(urls, outcomes, strict=True):
        if isinstance(outcome, BaseException):
            report.errors[url] = outcome
        else:
            report.pages[url] = outcome
    return report
