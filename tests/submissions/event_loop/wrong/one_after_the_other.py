"""Runs each task to its end before the next."""

from collections import deque
from heapq import heappop, heappush
from itertools import count


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
        self.ready = deque()
        self.timers = []
        self.numbers = count()

    def spawn(self, task):
        handle = Handle()
        self.ready.append((task, handle))
        return handle

    def run(self):
        while self.ready or self.timers:
            if not self.ready:
                self.wait()
            task, handle = self.ready.popleft()
            while not handle.done:
                self.step(task, handle)

    def wait(self):
        deadline = self.timers[0][0]
        self.clock.sleep(deadline - self.clock.now())
        while self.timers and self.timers[0][0] <= deadline:
            self.ready.append(heappop(self.timers)[2])

    def step(self, task, handle):
        try:
            wish = next(task)
        except StopIteration as end:
            handle.value, handle.done = end.value, True
        except Exception as error:
            handle.error, handle.done = error, True
        else:
            if wish is None:
                return
            self.clock.sleep(wish.seconds)
