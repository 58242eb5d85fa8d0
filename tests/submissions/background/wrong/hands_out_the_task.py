"""Gives the task to the callback instead of a result."""

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
        task = asyncio.create_task(job)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        task.add_done_callback(on_done)

    async def drain(self):
        while self.tasks:
            await asyncio.gather(*self.tasks, return_exceptions=True)
