"""Lets the processes change a global, each its own."""

from multiprocessing import Process

from asynclings.workloads import leibniz

total = 0.0


def add_up(start, stop):
    global total
    total += leibniz(start, stop)


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    cuts = [terms * n // workers for n in range(workers + 1)]
    processes = [Process(target=add_up, args=ends) for ends in zip(cuts, cuts[1:], strict=False)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return total
