"""One big sum: cut into equal parts, one for each process of a pool."""

from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise

from asynclings.workloads import leibniz


def estimate_pi(terms: int, *, workers: int) -> float:
    # Before any process is started: an error costs nothing then.
    if terms < 1 or workers < 1:
        raise ValueError(f"there must be a term and a worker, not {terms} and {workers}")
    # The cuts are where n/workers of the terms are done, rounded down: whatever the remainder, no two parts differ by
    # more than one term, none is left out, and with fewer terms than workers some parts are empty.
    cuts = [terms * n // workers for n in range(workers + 1)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(leibniz, start, stop) for start, stop in pairwise(cuts)]
        # All parts are submitted before we wait for the first. What travels is two numbers there, and one back.
        return sum(future.result() for future in futures)
