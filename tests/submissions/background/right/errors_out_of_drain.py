"""drain waits for all, and then raises the errors of callbacks in a group."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self):
        self.tasks = {}
        self.errors = []

    def start(self, job, on_done):
        task = asyncio.create_task(self.run(job, on_done))
        self.tasks[id(task)] = task
        task.add_done_callback(lambda done: self.tasks.pop(id(done)))

    async def run(self, job, on_done):
        try:
            result = Result(await job)
        except Exception as error:
            result = Result(error=error)
        try:
            on_done(result)
        except Exception as error:
            self.errors.append(error)

    async def drain(self):
        try:
            while self.tasks:
                await asyncio.wait(self.tasks.values())
        except asyncio.CancelledError:
            tasks = list(self.tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            raise
        errors, self.errors = self.errors, []
        if errors:
            raise ExceptionGroup("callbacks failed", errors)
