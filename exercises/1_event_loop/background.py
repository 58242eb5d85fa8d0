"""The copy shop.

Customers leave a job at the counter and want a call when it is done, but here no job begins before the shop drains.
Let each job run in the background from the moment it is started, and give notice as soon as it is done.
`drain` waits until every job is done and every customer has been told.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """What became of a job: its value, or the error that it raised."""

    value: Any = None
    error: Exception | None = None


class Background:
    def __init__(self) -> None:
        self._jobs: list[tuple[Coroutine[Any, Any, Any], Callable[[Result], None]]] = []

    def start(self, job: Coroutine[Any, Any, Any], on_done: Callable[[Result], None]) -> None:
        # TODO: nothing has begun; the job lies in a list.
        self._jobs.append((job, on_done))

    async def drain(self) -> None:
        while self._jobs:
            job, on_done = self._jobs.pop(0)
            try:
                result = Result(value=await job)
            except Exception as error:
                result = Result(error=error)
            on_done(result)
