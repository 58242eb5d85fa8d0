"""Ten a second, and not one later.

The register of births allows so many requests to start in a second, and locks out whoever starts more.
This program keeps to that, by leaving a gap before each request and waiting for each answer.
Start as many as are allowed, as soon as they are allowed, however long the answers take.
"""

import asyncio
from types import TracebackType

import httpx


class RateLimiter:
    """Lets at most ``rate`` of those who enter it start within any ``per`` seconds: `async with limiter:`.

    Raises `ValueError` for a rate below one, and a time that is not positive.
    """

    def __init__(self, rate: int, per: float) -> None:
        if rate < 1 or per <= 0:
            raise ValueError(f"nothing can start {rate} times in {per} seconds")
        self.rate = rate
        self.per = per

    async def __aenter__(self) -> None:
        # TODO: whoever comes first need not wait, and whoever comes later not so long.
        await asyncio.sleep(self.per / self.rate)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None


async def fetch_politely(urls: list[str], *, rate: int, per: float) -> list[str]:
    """The texts of all pages, in the order of the URLs."""
    limiter = RateLimiter(rate, per)
    texts = []
    async with httpx.AsyncClient() as client:
        for url in urls:
            async with limiter:
                response = await client.get(url)
            response.raise_for_status()
            texts.append(response.text)
    return texts
