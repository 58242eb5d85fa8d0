"""The target is a function inside a function: a forked process has it, a spawned one cannot be told of it."""

from multiprocessing import Process, SimpleQueue

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    found = SimpleQueue()
    cuts = [terms * n // workers for n in range(workers + 1)]

    def add_up(start, stop):
        found.put(leibniz(start, stop))

    processes = [Process(target=add_up, args=ends) for ends in zip(cuts, cuts[1:], strict=False)]
    for process in processes:
        process.start()
    total = sum(found.get() for _ in processes)
    for process in processes:
        process.join()
    return total
