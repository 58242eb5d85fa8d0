"""Adds up one part itself while a process adds up each other."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    cuts = [terms * n // workers for n in range(workers + 1)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(leibniz, cuts[n], cuts[n + 1]) for n in range(1, workers)]
        return leibniz(cuts[0], cuts[1]) + sum(future.result() for future in futures)
