"""The workers of a pool want a pool of their own."""

from multiprocessing import Pool

from asynclings.workloads import leibniz


def add_up(start, stop):
    middle = (start + stop) // 2
    with Pool(2) as pool:
        return sum(pool.starmap(leibniz, [(start, middle), (middle, stop)]))


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    cuts = [terms * n // workers for n in range(workers + 1)]
    with Pool(workers) as pool:
        return sum(pool.starmap(add_up, zip(cuts, cuts[1:], strict=False)))
