"""Halves what is left for each process, so the first has most to do."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    cuts = [terms - terms // 3**n for n in range(workers)] + [terms]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, cuts[:-1], cuts[1:]))
