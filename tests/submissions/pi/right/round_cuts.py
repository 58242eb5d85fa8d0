"""Cuts at round numbers, and the last process gets what remains: as good as even."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    step = terms // workers // 100 * 100
    cuts = [step * n for n in range(workers)] + [terms]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, cuts[:-1], cuts[1:]))
