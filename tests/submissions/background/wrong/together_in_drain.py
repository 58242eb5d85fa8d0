"""Runs all jobs together, but only when somebody drains."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self):
        self.jobs = []

    def start(self, job, on_done):
        self.jobs.append((job, on_done))

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
        while self.jobs:
            jobs, self.jobs = self.jobs, []
            await asyncio.gather(*(self.run(*job) for job in jobs))
