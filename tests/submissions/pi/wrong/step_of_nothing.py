"""With fewer terms than workers, the parts have a size of nothing, and so has the step of the range."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    size = terms // workers
    starts = list(range(0, terms, size))[:workers]
    stops = [*starts[1:], terms]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, starts, stops))
