"""A worker for every URL, with a queue; each catches the failure of the station that it reads."""

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
    todo: asyncio.Queue[str] = asyncio.Queue()
    for url in urls:
        todo.put_nowait(url)

    async def work(client: httpx.AsyncClient) -> None:
        while not todo.empty():
            url = todo.get_nowait()
            try:
                report.pages[url] = await read(client, url)
            except (httpx.HTTPError, UnicodeDecodeError) as error:
                report.errors[url] = error

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as workers:
        for _ in range(100):
            workers.create_task(work(client))
    return report
