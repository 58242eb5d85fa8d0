"""A number in shared memory, changed under its lock."""

from multiprocessing import Process, Value

from asynclings.workloads import leibniz


def add_up(total, start, stop):
    part = leibniz(start, stop)
    with total.get_lock():
        total.value += part


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    total = Value("d", 0.0)
    cuts = [terms * n // workers for n in range(workers + 1)]
    processes = [Process(target=add_up, args=(total, *ends)) for ends in zip(cuts, cuts[1:], strict=False)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return total.value
