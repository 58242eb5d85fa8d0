"""One worker in the background does one job after the other."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.worker = None

    def start(self, job, on_done):
        self.queue.put_nowait((job, on_done))
        if self.worker is None:
            self.worker = asyncio.create_task(self.work())

    async def work(self):
        while True:
            job, on_done = await self.queue.get()
            try:
                result = Result(value=await job)
            except Exception as error:
                result = Result(error=error)
            on_done(result)
            self.queue.task_done()

    async def drain(self):
        await self.queue.join()
        if self.worker:
            self.worker.cancel()
            await asyncio.gather(self.worker, return_exceptions=True)
            self.worker = None
