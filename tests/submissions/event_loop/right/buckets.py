"""One list of tasks for each deadline."""

from collections import defaultdict, deque


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
        self.sleeping = defaultdict(list)

    def spawn(self, task):
        handle = Handle()
        self.ready.append((task, handle))
        return handle

    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                deadline = min(self.sleeping)
                self.clock.sleep(deadline - self.clock.now())
                self.ready.extend(self.sleeping.pop(deadline))
            task, handle = self.ready.popleft()
            try:
                wish = next(task)
                where = self.ready if wish is None else self.sleeping[self.clock.now() + wish.seconds]
                where.append((task, handle))
            except StopIteration as end:
                handle.done, handle.value = True, end.value
            except Exception as error:
                handle.done, handle.error = True, error
