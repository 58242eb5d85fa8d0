"""Ten parts for each worker: whoever is free takes the next."""

from concurrent.futures import ProcessPoolExecutor, as_completed

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    parts = 10 * workers
    with ProcessPoolExecutor(workers) as pool:
        futures = [pool.submit(leibniz, terms * n // parts, terms * (n + 1) // parts) for n in range(parts)]
        return sum(future.result() for future in as_completed(futures))
