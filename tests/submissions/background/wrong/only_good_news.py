"""A job that fails gives no notice, and its error stays in the task."""

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
        task = asyncio.create_task(self.run(job, on_done))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def run(self, job, on_done):
        on_done(Result(value=await job))

    async def drain(self):
        while self.tasks:
            await asyncio.wait(self.tasks)
