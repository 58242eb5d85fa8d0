"""A polite crawler: up to `limit` requests at a time, and no place idle while a known page waits."""

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
    # What has been asked for. `site` has a page only when it has come; until then, every link to it would ask again.
    known = {start}
    # One semaphore for all visits: made inside `visit`, each visit would have its own, and nothing would be limited.
    places = asyncio.Semaphore(limit)

    async def visit(page: str) -> None:
        # A place is taken for the request alone. Whoever kept it while waiting for the pages below would starve them.
        async with places:
            site[page] = await read(client, page)
        for link in site[page]:
            if same_host(link, start) and link not in known:
                known.add(link)  # before anything is awaited: between the question and this line nobody else can run
                # Started immediately, not level by level: a slow page holds up only what is behind it.
                group.create_task(visit(link))

    # The group ends when the last visit has ended, also those that visits have started; the client closes after it.
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        group.create_task(visit(start))
    return site
