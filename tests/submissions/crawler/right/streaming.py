"""Each page is streamed, and the page after next is known by a task that calls back."""

import asyncio
import re
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx


def links_on(page: str, html: str) -> list[str]:
    """The links on a page in page order: absolute, without `#fragment`, each of them once."""
    found = re.findall(r'<a\s[^>]*href="([^"]*)"', html)
    return list(dict.fromkeys(urldefrag(urljoin(page, link)).url for link in found))


def same_host(one: str, other: str) -> bool:
    """Whether two URLs are on the same host."""
    return urlsplit(one).hostname == urlsplit(other).hostname


async def crawl(start: str, *, limit: int) -> dict[str, list[str]]:
    site: dict[str, list[str]] = {}
    tasks: set[asyncio.Task[None]] = set()
    places = asyncio.BoundedSemaphore(limit)
    everything = asyncio.get_running_loop().create_future()

    def over(task: asyncio.Task[None]) -> None:
        tasks.discard(task)
        if not everything.done():
            if not task.cancelled() and task.exception():
                everything.set_exception(task.exception())
            elif not tasks:
                everything.set_result(None)

    def begin(page: str) -> None:
        site[page] = []
        task = asyncio.create_task(visit(page))
        tasks.add(task)
        task.add_done_callback(over)

    async def visit(page: str) -> None:
        async with places:
            try:
                async with client.stream("GET", page) as response:
                    response.raise_for_status()
                    html = (await response.aread()).decode()
            except httpx.HTTPError:
                return
        site[page] = links_on(page, html)
        for link in site[page]:
            if same_host(link, start) and link not in site:
                begin(link)

    async with httpx.AsyncClient() as client:
        begin(start)
        try:
            await everything
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return site
