"""Tells failures by what is missing, makes up an error, and never asks the tasks for theirs."""

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

    async def note(url: str) -> None:
        report.pages[url] = await read(client, url)

    async with httpx.AsyncClient() as client:
        if urls:
            await asyncio.wait([asyncio.create_task(note(url)) for url in urls])
    report.errors = {url: RuntimeError("no answer") for url in urls if url not in report.pages}
    return report
