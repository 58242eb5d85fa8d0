"""The client opens a hundred connections, and the next request has to wait for one."""

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
        # One at a time looks at the clock, in the order that they came; the others wait for their turn to look.
        self.turn = asyncio.Lock()

    async def __aenter__(self) -> None:
        loop = asyncio.get_running_loop()
        async with self.turn:
            if len(self.starts) == self.rate:
                await asyncio.sleep(self.starts[0] + self.per - loop.time())
            # Only now: whoever gives up while he waits has not started, and the next one takes his place.
            self.starts.append(loop.time())

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

    async with httpx.AsyncClient(timeout=None) as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(url)) for url in urls]
    return [task.result() for task in tasks]
