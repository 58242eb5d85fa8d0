"""Workers with nothing to do sleep a little and look again, and so find a new page late."""

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


async def read(client: httpx.AsyncClient, page: str) -> list[str]:
    """Fetch a page and return its links; a broken page has none."""
    try:
        response = await client.get(page)
        response.raise_for_status()
    except httpx.HTTPError:
        return []
    return links_on(page, response.text)


async def crawl(start: str, *, limit: int) -> dict[str, list[str]]:
    site: dict[str, list[str]] = {}
    waiting = [start]
    known = {start}

    async def work() -> None:
        while len(site) < len(known):
            if not waiting:
                await asyncio.sleep(0.05)
                continue
            page = waiting.pop(0)
            site[page] = await read(client, page)
            for link in site[page]:
                if same_host(link, start) and link not in known:
                    known.add(link)
                    waiting.append(link)

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(work())
    return site
