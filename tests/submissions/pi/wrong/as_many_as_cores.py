"""As many processes as the computer has cores, whatever it was told."""

import os

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    workers = os.cpu_count()
    cuts = [terms * n // workers for n in range(workers + 1)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, cuts[:-1], cuts[1:]))
