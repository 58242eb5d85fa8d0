"""Processes by hand; what they found comes through a queue, which is emptied before they are joined."""

import multiprocessing

from asynclings.workloads import leibniz


def add_up(start, stop, found):
    found.put(leibniz(start, stop))


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    found = multiprocessing.SimpleQueue()
    cuts = [terms * n // workers for n in range(workers + 1)]
    processes = [multiprocessing.Process(target=add_up, args=(cuts[n], cuts[n + 1], found)) for n in range(workers)]
    for process in processes:
        process.start()
    total = sum(found.get() for _ in processes)
    for process in processes:
        process.join()
    return total
