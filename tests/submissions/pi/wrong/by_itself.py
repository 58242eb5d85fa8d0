"""Cuts the sum into parts, and adds them up itself."""

from asynclings.workloads import leibniz


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    cuts = [terms * n // workers for n in range(workers + 1)]
    return sum(map(leibniz, cuts[:-1], cuts[1:]))
