"""Of those who wait, the one who came last is let in first."""

import asyncio
from collections import deque
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
        # No more than these matter: if the oldest of the last `rate` starts is `per` seconds ago, one more is allowed.
        self.starts: deque[float] = deque(maxlen=rate)
        self.waiting: list[object] = []

    async def __aenter__(self) -> None:
        loop = asyncio.get_running_loop()
        me = object()
        self.waiting.append(me)
        try:
            while len(self.starts) == self.rate and (wait := self.starts[0] + self.per - loop.time()) > 0:
                await asyncio.sleep(wait)
                while self.waiting[-1] is not me and loop.time() >= self.starts[0] + self.per:
                    await asyncio.sleep(0)
            self.starts.append(loop.time())
        finally:
            self.waiting.remove(me)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None  # how long it takes is of no concern: starts are limited, not how many run


async def fetch_politely(urls: list[str], *, rate: int, per: float) -> list[str]:
    """The texts of all pages, in the order of the URLs."""
    limiter = RateLimiter(rate, per)

    async def fetch(url: str) -> str:
        async with limiter:
            response = await client.get(url)
        response.raise_for_status()
        return response.text

    # All tasks at once: the limiter decides when each of them starts. An answer may take as long as it likes, and a new
    # request must not wait until an old one has given its connection back.
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=None) as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(url)) for url in urls]
    return [task.result() for task in tasks]
