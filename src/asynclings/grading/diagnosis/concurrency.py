"""Why a run took too long, or had too little or too much in flight."""

import math
from typing import TYPE_CHECKING

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import blocking, groups, threads

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


def of_time(run: "Facts", expected: float) -> int | None:
    """Why a run was too slow."""
    if run.elapsed < expected:
        return None
    if (blocked := blocking.of_blocked_loop(run)) is not None:
        return blocked
    if blocking.polled(run):
        return blocking.of_polling(run)
    if groups.left_early(run) is not None:
        return mistakes.GROUP_LEFT_EARLY
    return of_little_overlap(run, run.peak())


def of_little_overlap(run: "Facts", peak: int) -> int | None:
    """Why too little was in flight."""
    if (blocked := blocking.of_blocked_loop(run)) is not None:
        return blocked
    if run.order.calls or not run.operations:
        return None
    if run.order.manner == "sync":
        batches = mistakes.FIXED_BATCHES if _came_in_batches(run) else None
        return threads.of_one_at_a_time(run) if peak <= 1 else batches
    if peak <= 1:
        tasks = run.counted("tasks_created")
        if tasks >= max(2, len(run.operations) - 1):
            return mistakes.OVER_SERIALISED if run.counted("locks_made") else mistakes.TASK_AWAITED_AT_ONCE
        return mistakes.AWAIT_IN_LOOP if tasks < 2 else None
    return mistakes.FIXED_BATCHES if run.order.manner == "async" and _came_in_batches(run) else None


def _came_in_batches(run: "Facts") -> bool:
    """Whether operations began in groups, each when the whole group before it had ended, and some had to wait for that.

    In groups that end as one, nobody waits for a slowest: they look the same with a limit that is too low.
    """
    batches: dict[float, list[float]] = {}
    for operation in sorted(run.operations, key=lambda operation: operation.start):
        if operation.end != operation.start:
            batches.setdefault(operation.start, []).append(math.inf if operation.end is None else operation.end)
    if all(len(set(ends)) == 1 for ends in [*batches.values()][:-1]):
        return False
    over = 0.0
    for start, ends in batches.items():
        if over > start:
            return False
        over = max(over, *ends)
    return True


def of_much_overlap(run: "Facts", peak: int, name: str | None, unbounded: int | None) -> int | None:
    """Why too much was in flight. ``unbounded`` is how much it would be if nothing held it back: by default, all."""
    if peak < (len(run.operations_of(name)) if unbounded is None else unbounded):
        return None
    semaphores = run.counted("semaphores_made")
    if semaphores == 0:
        return mistakes.UNBOUNDED
    return mistakes.SEMAPHORE_AROUND_CREATION if semaphores == 1 else mistakes.SEMAPHORE_PER_CALL
