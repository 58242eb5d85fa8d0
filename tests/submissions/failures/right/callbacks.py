"""A task's callback files its outcome, and the last one ends the waiting."""

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
    all_filed = asyncio.Event()
    async with httpx.AsyncClient() as client:
        under_way = {asyncio.create_task(read(client, url), name=url) for url in urls}
        tasks = list(under_way)

        def file(task: asyncio.Task[str]) -> None:
            under_way.discard(task)
            if not task.cancelled():
                error = task.exception()
                if isinstance(error, Exception):
                    report.errors[task.get_name()] = error
                else:
                    report.pages[task.get_name()] = task.result()
            if not under_way:
                all_filed.set()

        for task in tasks:
            task.add_done_callback(file)
        try:
            if tasks:
                await all_filed.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return report
