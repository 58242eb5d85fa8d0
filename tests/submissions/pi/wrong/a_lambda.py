"""Sends a lambda, which cannot be pickled."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    cuts = [terms * n // workers for n in range(workers + 1)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(lambda n: leibniz(cuts[n], cuts[n + 1]), range(workers)))
