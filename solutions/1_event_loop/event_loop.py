"""An event loop of your own: a queue of those who can run, and a heap of those who sleep."""

import heapq
import itertools
from collections import deque
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
        # Who can run, first come, first served.
        self._ready: deque[tuple[Task, Handle]] = deque()
        # Who sleeps, the first deadline on top. The running number keeps those with the same deadline in order, and the
        # heap from comparing tasks, which cannot be compared.
        self._timers: list[tuple[float, int, tuple[Task, Handle]]] = []
        self._numbers = itertools.count()

    def spawn(self, task: Task) -> Handle:
        """Take in a task; also while the loop runs."""
        handle = Handle()
        self._ready.append((task, handle))
        return handle

    def run(self) -> None:
        """Run all tasks until none is left."""
        # A loop and no recursion: ten thousand tasks need no more stack than one.
        while self._ready or self._timers:
            if not self._ready:
                self._sleep()
            self._step(*self._ready.popleft())

    def _sleep(self) -> None:
        """Nobody can run: let time pass until the first deadline, and wake all who have reached theirs."""
        deadline = self._timers[0][0]
        self.clock.sleep(deadline - self.clock.now())
        while self._timers and self._timers[0][0] <= deadline:
            self._ready.append(heapq.heappop(self._timers)[2])

    def _step(self, task: Task, handle: Handle) -> None:
        """Let one task go on to its next yield, and no further."""
        try:
            wish = next(task)
        except StopIteration as end:
            handle.value, handle.done = end.value, True
        except Exception as error:  # belongs to whoever asks for the result, not to the other tasks
            handle.error, handle.done = error, True
        else:
            if wish is None:
                self._ready.append((task, handle))
            else:
                deadline = self.clock.now() + wish.seconds
                heapq.heappush(self._timers, (deadline, next(self._numbers), (task, handle)))
