"""Gives notice in a done-callback, and once more in drain."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self):
        self.jobs = {}

    def start(self, job, on_done):
        task = asyncio.create_task(job)
        task.add_done_callback(lambda task: self.tell(task, on_done))
        self.jobs[task] = on_done

    def tell(self, task, on_done):
        error = task.exception()
        on_done(Result(error=error) if error else Result(value=task.result()))

    async def drain(self):
        while self.jobs:
            task, on_done = self.jobs.popitem()
            await asyncio.wait([task])
            self.tell(task, on_done)
