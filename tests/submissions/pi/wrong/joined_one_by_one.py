"""Joins each process before it starts the next."""

from multiprocessing import Process, SimpleQueue

from asynclings.workloads import leibniz


def add_up(start, stop, found):
    found.put(leibniz(start, stop))


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    found = SimpleQueue()
    cuts = [terms * n // workers for n in range(workers + 1)]
    for n in range(workers):
        process = Process(target=add_up, args=(cuts[n], cuts[n + 1], found))
        process.start()
        process.join()
    return sum(found.get() for _ in range(workers))
