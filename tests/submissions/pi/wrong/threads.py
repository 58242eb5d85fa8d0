"""Threads, which take turns under one interpreter lock."""

from concurrent.futures import ThreadPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    cuts = [terms * n // workers for n in range(workers + 1)]
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, cuts[:-1], cuts[1:]))
