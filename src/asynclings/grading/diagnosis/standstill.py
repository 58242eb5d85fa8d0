"""Why a run could not go on, or would have gone on for ever."""

from typing import TYPE_CHECKING

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import blocking, threads
from asynclings.messages import THOUGH_CANCELLED

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts

# what is waited for: the mistake
DEADLOCKS = {
    "Lock.acquire()": mistakes.LOCK_TAKEN_AGAIN,
    "a threading.Lock": mistakes.LOCK_TAKEN_AGAIN,
    "Queue.join()": mistakes.TASK_DONE_MISSING,
    "Queue.get()": mistakes.WORKERS_NEVER_TOLD,
}
# The same waits, where an operation had failed before, or had been cancelled.
_AFTER_ERROR = {
    "Queue.put()": mistakes.NEVER_RETRIEVED,  # whoever should take from the queue has failed, and nobody heard of it
    "Lock.acquire()": mistakes.LOCK_NOT_RELEASED,
    "Semaphore.acquire()": mistakes.LOCK_NOT_RELEASED,
    "a threading.Lock": mistakes.THREAD_LOCK_NOT_RELEASED,
    "a threading.RLock": mistakes.THREAD_LOCK_NOT_RELEASED,
}


def of_deadlock(run: "Facts") -> int | None:
    """Why nothing can wake what waits."""
    if run.order.manner == "sync" and (found := threads.of_deadlock(run.transcript.waits)) is not None:
        return found
    if any(wait.what.startswith("Queue.") and wait.what.endswith(THOUGH_CANCELLED) for wait in run.transcript.waits):
        return mistakes.GOES_ON_CANCELLED
    waits = {wait.what.removesuffix(THOUGH_CANCELLED) for wait in run.transcript.waits}
    if any(observed.detail in waits for observed in run.observations("blocking_call")):
        return mistakes.BLOCKING_LOCK_IN_COROUTINE  # the loop's own thread is in it
    broken_off = any(each.went_wrong or each.outcome == "cancelled" for each in run.operations)
    after_error = _AFTER_ERROR if broken_off else {}
    known = {**DEADLOCKS, **after_error}
    waits_for_ever = mistakes.NO_TIME_LIMIT if any(what.startswith("an answer from") for what in waits) else None
    return next((number for what, number in known.items() if what in waits), waits_for_ever)


def of_endless_run(run: "Facts", otherwise: int | None) -> int | None:
    """Why it goes on for ever, if the reason can be seen."""
    if any(wait.what.endswith(THOUGH_CANCELLED) for wait in run.transcript.waits):
        return mistakes.GOES_ON_CANCELLED
    blocked = blocking.of_blocked_loop(run)
    return otherwise if blocked is None else blocked
