"""The seed exchange.

A page is downloaded, parsed and saved, and only then is the next one asked for.
Make a pipeline of it: three stages that work at the same time, with a queue of limited length between each two, and the
parsing in other processes. What is saved and what is counted is right already: keep that.
"""

from collections.abc import Callable

import httpx

from asynclings.services import CardIndex, IndexCard


async def run(urls: list[str], parse: Callable[[str], IndexCard], store: CardIndex, *, workers: int, queue: int) -> int:
    """Save a card for each page, and return how many pages were bad."""
    # TODO: one page after another, and the event loop stands still while a page is parsed.
    bad = 0
    async with httpx.AsyncClient() as client:
        for url in urls:
            try:
                response = await client.get(url)
                response.raise_for_status()
                card = parse(response.text)
            except (httpx.HTTPError, ValueError):
                bad += 1
                continue
            await store.save(card)
    return bad
