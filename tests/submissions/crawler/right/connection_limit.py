"""The limit is left to httpx: a pool of `limit` connections, and no timeout for waiting in front of it."""

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
    known = {start}

    async def visit(page: str) -> None:
        site[page] = await read(client, page)
        for link in site[page]:
            if same_host(link, start) and link not in known:
                known.add(link)
                group.create_task(visit(link))

    limits = httpx.Limits(max_connections=limit)
    timeout = httpx.Timeout(5.0, pool=None)
    async with httpx.AsyncClient(limits=limits, timeout=timeout) as client, asyncio.TaskGroup() as group:
        group.create_task(visit(start))
    return site
