"""Tasks by URL, all of them waited for, and asked how they ended."""

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
    if not urls:
        return report
    async with httpx.AsyncClient() as client:
        tasks = {url: asyncio.create_task(read(client, url)) for url in urls}
        try:
            await asyncio.wait(tasks.values())
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)
    for url, task in tasks.items():
        error = task.exception()
        if isinstance(error, Exception):
            report.errors[url] = error
        else:
            report.pages[url] = task.result()
    return report
