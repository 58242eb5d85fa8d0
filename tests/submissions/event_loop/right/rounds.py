"""Runs in rounds, as asyncio does: who becomes ready in a round has its turn in the next."""

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
        self.timers = []

    def spawn(self, task):
        handle = Handle()
        self.ready.append((task, handle))
        return handle

    def run(self):
        while self.ready or self.timers:
            if not self.ready:
                first = min(self.timers, key=lambda timer: timer[0])[0]
                self.clock.sleep(first - self.clock.now())
                now = self.clock.now()
                self.ready.extend(timer[1] for timer in self.timers if timer[0] <= now)
                self.timers = [timer for timer in self.timers if timer[0] > now]
            for _ in range(len(self.ready)):
                task, handle = self.ready.popleft()
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
                        self.timers.append((self.clock.now() + wish.seconds, (task, handle)))
