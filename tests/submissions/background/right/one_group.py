"""A task of its own keeps a TaskGroup open, in which the jobs run, until all are done."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self):
        self.keeper = None
        self.jobs = asyncio.Queue()
        self.unfinished = 0

    def start(self, job, on_done):
        self.unfinished += 1
        self.jobs.put_nowait((job, on_done))
        if self.keeper is None:
            self.keeper = asyncio.create_task(self.keep())

    async def keep(self):
        """Take jobs into the group as they come; None says that the last one is done."""

        async def run(job, on_done):
            try:
                result = Result(value=await job)
            except Exception as error:
                result = Result(error=error)
            try:
                on_done(result)
            except Exception as error:
                print("a notice could not be given:", error)
            self.unfinished -= 1
            if not self.unfinished:
                self.jobs.put_nowait(None)

        async with asyncio.TaskGroup() as group:
            while work := await self.jobs.get():
                group.create_task(run(*work))
                del work
        self.keeper = None

    async def drain(self):
        while self.keeper is not None:
            await self.keeper
