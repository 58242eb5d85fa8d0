"""Looks before each turn at the clock for everybody who sleeps, and collects those whose time has come."""

from collections import deque


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
        self.sleepers = []

    def spawn(self, task):
        handle = Handle()
        self.ready.append((task, handle))
        return handle

    def run(self):
        while self.ready or self.sleepers:
            self.wake()
            if not self.ready:
                self.clock.sleep(min(deadline for deadline, *_ in self.sleepers) - self.clock.now())
            else:
                self.step(*self.ready.popleft())

    def wake(self):
        due = [sleeper for sleeper in self.sleepers if sleeper[0] <= self.clock.now()]
        self.sleepers = [sleeper for sleeper in self.sleepers if sleeper[0] > self.clock.now()]
        due.sort(key=lambda sleeper: sleeper[0])
        self.ready.extend((task, handle) for _, task, handle in due)

    def step(self, task, handle):
        try:
            wish = next(task)
        except StopIteration as end:
            handle.done, handle.value = True, end.value
        except Exception as error:
            handle.done, handle.error = True, error
        else:
            if wish is None:
                self.ready.append((task, handle))
            else:
                self.sleepers.append((self.clock.now() + wish.seconds, task, handle))
