"""Takes what the processes found, and leaves them to themselves."""

import time
from multiprocessing import Process, SimpleQueue

from asynclings.workloads import leibniz


def add_up(start, stop, found):
    found.put(leibniz(start, stop))
    time.sleep(60)  # there always is something to tidy up


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    found = SimpleQueue()
    cuts = [terms * n // workers for n in range(workers + 1)]
    for n in range(workers):
        Process(target=add_up, args=(cuts[n], cuts[n + 1], found)).start()
    return sum(found.get() for _ in range(workers))
