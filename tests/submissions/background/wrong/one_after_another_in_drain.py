"""Lets the jobs lie until somebody drains, and then does one after the other."""

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

    async def drain(self):
        while self.jobs:
            job, on_done = self.jobs.pop(0)
            try:
                on_done(Result(value=await job))
            except Exception as error:
                on_done(Result(error=error))
