"""A sorted list for the timers, and callbacks with their numbers."""

from bisect import bisect_right, insort
from operator import itemgetter


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
        self.queue = []
        self.timers = []
        self.registered = 0

    def spawn(self, task):
        handle = Handle()
        self.queue.append((task, handle))
        return handle

    def run(self):
        while self.queue or self.timers:
            if not self.queue:
                self.clock.sleep(self.timers[0][0] - self.clock.now())
            due = bisect_right(self.timers, self.clock.now(), key=itemgetter(0))
            self.queue += [timer[2] for timer in self.timers[:due]]
            del self.timers[:due]
            turn, self.queue = self.queue, []
            for task, handle in turn:
                self.step(task, handle)

    def step(self, task, handle):
        try:
            wish = task.send(None)
        except StopIteration as end:
            handle.done, handle.value = True, end.value
        except Exception as error:
            handle.done, handle.error = True, error
        else:
            if isinstance(wish, Sleep):
                self.registered += 1
                insort(self.timers, (self.clock.now() + wish.seconds, self.registered, (task, handle)), key=itemgetter(0, 1))
            else:
                self.queue.append((task, handle))
