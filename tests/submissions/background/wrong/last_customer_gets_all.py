"""A lambda in a loop: every notice goes to the last customer."""

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
        self.jobs[asyncio.create_task(job)] = on_done

    def tell(self, task, on_done):
        error = task.exception()
        on_done(Result(error=error) if error else Result(value=task.result()))

    async def drain(self):
        for task, on_done in self.jobs.items():
            task.add_done_callback(lambda task: self.tell(task, on_done))
        if self.jobs:
            await asyncio.wait(self.jobs)
        self.jobs.clear()
