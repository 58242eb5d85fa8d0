"""One big sum.

Leibniz's series for pi needs millions of terms for a few digits, and one processor adds them all up.
Split the sum into parts, give each part to a process of its own, and add up what they return.
All processes get the same amount of work.
"""

from asynclings.workloads import leibniz


def estimate_pi(terms: int, *, workers: int) -> float:
    # TODO: one process does it all, however many workers there may be.
    return leibniz(0, terms)
