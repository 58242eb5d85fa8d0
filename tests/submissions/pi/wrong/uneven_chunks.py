"""Cuts into many small parts, and packs them into chunks that do not come out even: the last process gets a rest."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    parts = 8 * workers
    cuts = [terms * n // parts for n in range(parts + 1)]
    chunk = parts // workers + workers
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(leibniz, cuts[:-1], cuts[1:], chunksize=chunk))
