"""Asks the running loop to run until the job is done."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    def start(self, job, on_done):
        loop = asyncio.get_event_loop()
        on_done(Result(value=loop.run_until_complete(job)))

    async def drain(self):
        pass
