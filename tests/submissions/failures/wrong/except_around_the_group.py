"""A TaskGroup with a plain except around it, which does not see what is in the group."""

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
        try:
            async with asyncio.TaskGroup() as group:
                tasks = {url: group.create_task(read(client, url)) for url in urls}
        except httpx.HTTPError as error:
            report.errors[str(error.request.url)] = error
    for url, task in tasks.items():
        report.pages[url] = task.result()
    return report
