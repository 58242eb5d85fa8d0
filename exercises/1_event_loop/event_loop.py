"""An event loop of your own.

This one runs one task to its end before it looks at the next, and sleeps whenever that task wants to.
Let all tasks take turns, and let those that sleep do it together, in one thread.
The clock sleeps only when nobody can run, and then exactly until the first of them wakes.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from asynclings.services import LoopClock


@dataclass(frozen=True)
class Sleep:
    """What a task yields when it wants to go on so many seconds later."""

    seconds: float


def sleep(seconds: float) -> Sleep:
    return Sleep(seconds)


Task = Generator[Sleep | None, None, Any]
"""A task: it yields `sleep(seconds)` to sleep, or nothing to give way, and returns its result."""


class Handle:
    """What becomes of a task."""

    def __init__(self) -> None:
        self.done = False
        self.value: Any = None
        self.error: Exception | None = None

    def result(self) -> Any:
        """What the task returned. Raises what it raised, or RuntimeError if it is not done."""
        if not self.done:
            raise RuntimeError("the task is not done yet")
        if self.error is not None:
            raise self.error
        return self.value


class EventLoop:
    def __init__(self, clock: LoopClock) -> None:
        self.clock = clock
        self._tasks: list[tuple[Task, Handle]] = []

    def spawn(self, task: Task) -> Handle:
        """Take in a task; also while the loop runs."""
        handle = Handle()
        self._tasks.append((task, handle))
        return handle

    def run(self) -> None:
        """Run all tasks until none is left."""
        while self._tasks:
            task, handle = self._tasks.pop(0)
            # TODO: while this one sleeps, all the others wait.
            try:
                while True:
                    wish = next(task)
                    if wish is not None:
                        self.clock.sleep(wish.seconds)
            except StopIteration as end:
                handle.value = end.value
            except Exception as error:
                handle.error = error
            handle.done = True
