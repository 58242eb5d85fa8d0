"""Leaves the telling to the loop's next turn, and expects that drain goes on after it."""

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
        def done(task):
            self.tasks.remove(task)
            if not task.cancelled():
                error = task.exception()
                result = Result(error=error) if error else Result(value=task.result())
                asyncio.get_running_loop().call_soon(on_done, result)

        task = asyncio.create_task(job)
        self.tasks.append(task)
        task.add_done_callback(done)

    async def drain(self):
        try:
            while self.tasks:
                try:
                    await self.tasks[0]
                except Exception:
                    continue
        finally:
            left = list(self.tasks)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
