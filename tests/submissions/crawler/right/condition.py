"""Workers that share a stack under a condition, a class around it all, its own HTML parser."""

import asyncio
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if tag == "a" and name == "href" and value is not None:
                self.found[urldefrag(urljoin(self.page, value)).url] = None


class Crawler:
    def __init__(self, start: str, client: httpx.AsyncClient) -> None:
        self.host = urlsplit(start).netloc
        self.client = client
        self.waiting = [start]
        self.known = {start}
        self.busy = 0
        self.site: dict[str, list[str]] = {}
        self.news = asyncio.Condition()

    async def work(self) -> None:
        while True:
            async with self.news:
                await self.news.wait_for(lambda: self.waiting or not self.busy)
                if not self.waiting:
                    return
                page = self.waiting.pop(0)
                self.busy += 1
            links = await self.links(page)
            async with self.news:
                self.site[page] = links
                new = [link for link in links if urlsplit(link).netloc == self.host and link not in self.known]
                self.known.update(new)
                self.waiting += new
                self.busy -= 1
                self.news.notify_all()

    async def links(self, page: str) -> list[str]:
        try:
            response = await self.client.get(page)
        except httpx.TransportError:
            return []
        if response.is_error:
            return []
        parser = Links(page)
        parser.feed(response.text)
        return list(parser.found)


async def crawl(start: str, *, limit: int) -> dict[str, list[str]]:
    async with httpx.AsyncClient() as client:
        crawler = Crawler(start, client)
        async with asyncio.TaskGroup() as group:
            for _ in range(limit):
                group.create_task(crawler.work())
    return crawler.site
