import asyncio
import httpx
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        if rate < 1 or per <= 0:
            raise ValueError("bad rate")
        self.rate = rate
        self.per = per
        self.starts = deque()
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        async with self.lock:
            loop = asyncio.get_running_loop()
            while True:
                now = loop.time()
                while self.starts and self.starts[0] + self.per <= now:
                    self.starts.popleft()
                if len(self.starts) < self.rate:
                    self.starts.append(now)
                    return self
                await asyncio.sleep(self.starts[0] + self.per - now)

    async def __aexit__(self, *exc):
        return None


async def fetch_politely(urls, *, rate, per):
    limiter = RateLimiter(rate, per)

    async def fetch(url):
        async with limiter:
            r = await client.get(url)
            r.raise_for_status()
            return r.text

    async with httpx.AsyncClient(timeout=None, limits=httpx.Limits(max_connections=None)) as client:
        async with asyncio.TaskGroup() as tg:
            ts = [tg.create_task(fetch(u)) for u in urls]
    return [t.result() for t in ts]
