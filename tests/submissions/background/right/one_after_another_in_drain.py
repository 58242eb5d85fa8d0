"""drain waits for one of the tasks after the other; they run side by side all the same."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self):
        self.tasks = []

    def start(self, job, on_done):
        self.tasks.append(asyncio.create_task(self.run(job, on_done)))

    async def run(self, job, on_done):
        try:
            result = Result(value=await job)
        except Exception as error:
            result = Result(error=error)
        try:
            on_done(result)
        except Exception as error:
            print("a notice could not be given:", error)
        finally:
            self.tasks.remove(asyncio.current_task())

    async def drain(self):
        try:
            while self.tasks:
                await asyncio.wait([self.tasks[0]])
        finally:
            left = list(self.tasks)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
