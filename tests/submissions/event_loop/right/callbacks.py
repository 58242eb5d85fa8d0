"""call_soon and call_at, and tasks on top of them."""

import heapq
from collections import deque
from dataclasses import dataclass, field
from typing import Any


class Sleep:
    def __init__(self, seconds):
        self.seconds = seconds


def sleep(seconds):
    return Sleep(seconds)


class Handle:
    def __init__(self):
        self.done = False
        self.value = self.error = None

    def result(self):
        if not self.done:
            raise RuntimeError("not done")
        if self.error is not None:
            raise self.error
        return self.value


class EventLoop:
    def __init__(self, clock):
        self.clock = clock
        self.soon = deque()
        self.later = []

    def call_soon(self, callback):
        self.soon.append(callback)

    def call_at(self, time, callback):
        heapq.heappush(self.later, Timer(time, len(self.later) and max(t.number for t in self.later) + 1, callback))

    def spawn(self, task):
        handle = Handle()

        def step():
            try:
                wish = next(task)
            except StopIteration as end:
                handle.done, handle.value = True, end.value
            except Exception as error:
                handle.done, handle.error = True, error
            else:
                if wish is None:
                    self.call_soon(step)
                else:
                    self.call_at(self.clock.now() + wish.seconds, step)

        self.call_soon(step)
        return handle

    def run(self):
        while True:
            while self.soon:
                self.soon.popleft()()
            if not self.later:
                return
            deadline = self.later[0].time
            self.clock.sleep(deadline - self.clock.now())
            while self.later and self.later[0].time == deadline:
                self.call_soon(heapq.heappop(self.later).callback)


@dataclass(order=True)
class Timer:
    time: float
    number: int
    callback: Any = field(compare=False)
