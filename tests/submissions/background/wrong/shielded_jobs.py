"""Protects the jobs from whoever cancels drain."""

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
        try:
            result = Result(value=await job)
        except Exception as error:
            result = Result(error=error)
        try:
            on_done(result)
        except Exception as error:
            print("a notice could not be given:", error)

    async def drain(self):
        while self.tasks:
            await asyncio.shield(asyncio.gather(*self.tasks))
