"""Forgets the terms that are left over."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    size = terms // workers
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, range(0, size * workers, size), range(size, size * workers + 1, size)))
