"""start is a coroutine function: who calls it as before starts nothing."""

import asyncio
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    value: Any = None
    error: Exception | None = None


class Background:
    async def start(self, job, on_done):
        try:
            on_done(Result(value=await job))
        except Exception as error:
            on_done(Result(error=error))

    async def drain(self):
        await asyncio.sleep(0)
