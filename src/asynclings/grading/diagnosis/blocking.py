"""What held up the event loop, or looked again and again."""

from typing import TYPE_CHECKING

from asynclings.grading import mistakes
from asynclings.messages import Observed

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


def of_blocked_loop(run: "Facts") -> int | None:
    """Which blocking call held up the loop; None if none did."""
    return next(map(of_blocking_call, run.observations("blocking_call")), None)


def of_blocking_call(observed: Observed) -> int:
    """Which kind of blocking call it was."""
    what = observed.detail
    if what.startswith(("a connection to", "an answer from")):
        return mistakes.SYNC_HTTP_IN_COROUTINE
    if what in ("open()", "disk.write()"):
        return mistakes.FILE_IN_COROUTINE
    if what == "subprocess":
        return mistakes.SUBPROCESS_IN_COROUTINE
    return mistakes.SLEEP_IN_COROUTINE if what.startswith("time.sleep") else mistakes.BLOCKING_LOCK_IN_COROUTINE


def polled(run: "Facts") -> bool:
    """Whether it looked again and again without waiting, or woke far more often than there was something new.

    (An operation wakes its caller two or three times.)
    """
    return bool(run.observations("busy_waiting")) or run.turns > 20 + 10 * len(run.operations)


def of_polling(run: "Facts") -> int:
    """Which kind of looking again and again it was: a coroutine's, or a thread's."""
    return mistakes.POLLING_IN_THREADS if run.order.manner in ("sync", "threads") else mistakes.BUSY_WAITING
