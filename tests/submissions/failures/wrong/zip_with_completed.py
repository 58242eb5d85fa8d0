"""Outcomes in the order of completion, beside URLs in another order."""

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


async def attempt(client: httpx.AsyncClient, url: str) -> str | Exception:
    try:
        return await read(client, url)
    except Exception as error:
        return error


async def fetch_report(urls: list[str]) -> Report:
    report = Report()
    async with httpx.AsyncClient() as client:
        attempts = [attempt(client, url) for url in urls]
        for url, coming in zip(urls, asyncio.as_completed(attempts), strict=True):
            outcome = await coming
            if isinstance(outcome, str):
                report.pages[url] = outcome
            else:
                report.errors[url] = outcome
    return report
