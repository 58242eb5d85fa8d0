"""Takes any numbers."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    cuts = [terms * n // workers for n in range(workers + 1)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, cuts[:-1], cuts[1:]), 0.0)
