"""Takes up to `limit` pages off the list, waits for all of them, takes the next."""

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
    async with httpx.AsyncClient() as client:
        while waiting:
            batch, waiting = waiting[:limit], waiting[limit:]
            for page, links in zip(batch, await asyncio.gather(*(read(client, page) for page in batch))):
                site[page] = links
                for link in links:
                    if same_host(link, start) and link not in site and link not in waiting and link not in batch:
                        waiting.append(link)
    return site
