"""The job itself is the task; a done-callback gives notice, and its errors go to the loop's exception handler."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self):
        self.tasks = set()

    def start(self, job, on_done):
        def done(task):
            self.tasks.discard(task)
            if not task.cancelled():
                error = task.exception()
                on_done(Result(error=error) if error else Result(value=task.result()))

        task = asyncio.ensure_future(job)
        self.tasks.add(task)
        task.add_done_callback(done)

    async def drain(self):
        try:
            while self.tasks:
                await asyncio.wait(self.tasks)
        finally:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
