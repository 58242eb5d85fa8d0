"""A pipe from each process."""

from contextlib import closing
from multiprocessing import Pipe, Process

from asynclings.workloads import leibniz


def add_up(end, start, stop):
    with closing(end):
        end.send(leibniz(start, stop))


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    jobs = []
    for n in range(workers):
        ours, theirs = Pipe(duplex=False)
        process = Process(target=add_up, args=(theirs, terms * n // workers, terms * (n + 1) // workers))
        process.start()
        theirs.close()
        jobs.append((process, ours))
    total = 0.0
    for process, ours in jobs:
        total += ours.recv()
        process.join()
        ours.close()
    return total
