"""The copy shop: jobs run in the background, and each gives notice when it is done."""

import asyncio
import logging
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
        # The event loop itself holds its tasks weakly. This set is what keeps them alive while they run.
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, job: Coroutine[Any, Any, Any], on_done: Callable[[Result], None]) -> None:
        # A task runs by itself from the loop's next turn on, so `start` can return immediately.
        task = asyncio.create_task(self._run(job, on_done))
        self._tasks.add(task)
        # What is done is forgotten, or the set would grow for as long as the program runs.
        task.add_done_callback(self._tasks.discard)

    async def _run(self, job: Coroutine[Any, Any, Any], on_done: Callable[[Result], None]) -> None:
        try:
            result = Result(value=await job)
        except Exception as error:  # CancelledError is none of these: it goes on upwards
            result = Result(error=error)
        try:
            on_done(result)
        except Exception:  # the fault of one customer, which must not become that of all
            logging.getLogger(__name__).exception("A notice could not be given.")

    async def drain(self) -> None:
        # `while`, because a job or a notice may start more jobs meanwhile.
        while self._tasks:
            # If we are cancelled, gather cancels them all, and with return_exceptions it waits until they have stopped.
            await asyncio.gather(*self._tasks, return_exceptions=True)
