"""A worker's share and a half in one piece, and small parts for whoever is free: the others wait for the first."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    large = min(terms, 3 * terms // (2 * workers))
    parts = 10 * workers
    cuts = [0, *(large + (terms - large) * n // parts for n in range(parts + 1))]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, cuts[:-1], cuts[1:]))
