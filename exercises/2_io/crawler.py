"""A polite crawler.

Ida's crawler asks for one page, waits for it, and only then asks for the next one.
Let it have up to `limit` requests in flight at the same time, never more, and no place idle while a known page waits.
What it finds is right already: keep that.
"""

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
    # TODO: up to `limit` requests at the same time.
    site: dict[str, list[str]] = {}
    waiting = [start]
    async with httpx.AsyncClient() as client:
        while waiting:
            page = waiting.pop(0)
            site[page] = await read(client, page)
            for link in site[page]:
                if same_host(link, start) and link not in site and link not in waiting:
                    waiting.append(link)
    return site
