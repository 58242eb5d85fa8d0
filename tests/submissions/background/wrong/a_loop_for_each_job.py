"""A thread with an event loop of its own for each job."""

import asyncio
import threading
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self):
        self.threads = []

    def start(self, job, on_done):
        thread = threading.Thread(target=asyncio.run, args=(self.run(job, on_done),))
        thread.start()
        self.threads.append(thread)

    async def run(self, job, on_done):
        try:
            result = Result(value=await job)
        except Exception as error:
            result = Result(error=error)
        try:
            on_done(result)
        except Exception as error:
            print("a notice could not be given:", error)

    async def drain(self):
        for thread in self.threads:
            await asyncio.to_thread(thread.join)
        self.threads.clear()
