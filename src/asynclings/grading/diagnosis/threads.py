"""Why plain functions that use threads did not do what they should."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from asynclings.grading import mistakes
from asynclings.messages import Waits

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


MAIN_THREAD = "MainThread"


def of_one_at_a_time(run: "Facts") -> int | None:
    """Why threads did one thing after another; None if there were no threads, or too few."""
    if run.counted("threads_made") and not run.counted("threads_started"):
        return mistakes.RUN_FOR_START
    if not run.counted("threads_started"):
        return None
    if all(operation.actor == MAIN_THREAD for operation in run.operations):
        return mistakes.TARGET_CALLED
    if run.counted("thread_locks_made"):
        return mistakes.TOO_WIDE_A_LOCK
    if pools := run.counted("pools_of_several"):
        return mistakes.RESULT_AT_ONCE if pools == 1 else mistakes.POOL_MISUSED
    return mistakes.JOINED_ONE_BY_ONE if run.counted("threads_made") > 1 else None


def of_same_item(asked: list[str], expected: list[str]) -> int | None:
    """Why the same thing was asked for again and again."""
    one_for_all = len(expected) > 1 and asked == expected[-1:] * len(expected)
    return mistakes.LATE_BINDING if one_for_all and len(set(expected)) > 1 else None


def of_lost_error(run: "Facts") -> int | None:
    """Why an error that a job of a pool had raised did not come through."""
    return mistakes.MAP_NOT_READ if run.counted("maps") > run.counted("maps_read") else None


def of_deadlock(waits: Iterable[Waits]) -> int | None:
    """What threads wait for that nothing can bring about."""
    for wait in waits:
        if wait.what == "Future.result()" and wait.who.startswith("ThreadPoolExecutor"):
            return mistakes.JOB_WAITS_FOR_JOB
        if wait.what == "Queue.join()":
            return mistakes.TASK_DONE_MISSING_IN_THREADS
    return None
