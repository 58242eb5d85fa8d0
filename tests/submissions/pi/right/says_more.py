"""Its processes announce more than the kit's work does, which is nobody's business."""

from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import leibniz, meet


def part(start, stop):
    total = leibniz(start, stop)
    meet(f"{total} is what I have")
    meet(f"leibniz({'9' * 5_000}, -1)")
    return total


def estimate_pi(terms, *, workers):
    if terms < 1 or workers < 1:
        raise ValueError("no terms or no workers")
    cuts = [terms * n // workers for n in range(workers + 1)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(part, cuts[:-1], cuts[1:]))
