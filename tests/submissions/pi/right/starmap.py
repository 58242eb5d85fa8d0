"""`multiprocessing.Pool`, and parts that differ by one term at most."""

import multiprocessing

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if min(terms, workers) < 1:
        raise ValueError("no terms or no workers")
    size, rest = divmod(terms, workers)
    parts, start = [], 0
    for n in range(workers):
        stop = start + size + (n < rest)
        parts.append((start, stop))
        start = stop
    with multiprocessing.Pool(workers) as pool:
        total = sum(pool.starmap(leibniz, parts, chunksize=1))
        pool.close()
        pool.join()
    return total
