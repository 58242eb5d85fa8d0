"""One failure must not hide the rest.

The stations are read one after another, and every morning some of them do not answer.
Read all of them at the same time, and let each failure cost nothing but the page of its own station.
What ends up in the report is right already: keep that.
"""

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
    # TODO: all stations at the same time.
    report = Report()
    async with httpx.AsyncClient() as client:
        for url in urls:
            try:
                report.pages[url] = await read(client, url)
            except Exception as error:
                report.errors[url] = error
    return report
