"""The learner's line that best shows a mistake."""

from typing import TYPE_CHECKING

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import groups
from asynclings.grading.hindrances import place_of
from asynclings.messages import Observed, Where

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts

# number of the mistake: the kind of observation that has its line
_SEEN_IN = {
    mistakes.SYNC_HTTP_IN_COROUTINE: "blocking_call",
    mistakes.SLEEP_IN_COROUTINE: "blocking_call",
    mistakes.BLOCKING_LOCK_IN_COROUTINE: "blocking_call",
    mistakes.FILE_IN_COROUTINE: "blocking_call",
    mistakes.GENERATOR_LEFT: "generator_dropped",
    mistakes.NEVER_AWAITED: "never_awaited",
    mistakes.CALLED_BEFORE_THREAD: "called_before_thread",
    mistakes.TASKS_LEFT: "task_left",
    mistakes.GATHER_LEAVES_THE_OTHERS: "task_left",
    mistakes.TASK_NOT_AWAITED: "task_abandoned",
}


def place(run: "Facts", number: int | None, name: str | None = None) -> Where | None:
    """Where a mistake shows in what a run did; ``name`` is that of the operations in question."""
    return _usual_place(run, number, name) or (place_of(run.failure) if run.failure is not None else None)


def place_of_error(run: "Facts", number: int | None) -> Where | None:
    """Where a mistake shows that has ended a run with an error: in most cases, where that was raised."""
    seen = _observed(run, number)
    return seen.where if seen is not None else place_of(run.failure) if run.failure is not None else None


def _usual_place(run: "Facts", number: int | None, name: str | None) -> Where | None:
    if (seen := _observed(run, number)) is not None:
        return seen.where
    if number in (mistakes.STATUS_IGNORED, mistakes.ERRORS_SWALLOWED, mistakes.ERRORS_AS_RESULTS):
        return next((each.where for each in run.operations if each.went_wrong and each.where.file), None)
    # Where an order was lost is where results are put together; the operations' lines would lead astray.
    return None if number in (None, mistakes.COMPLETION_ORDER) else run.usual_place(name)


def _observed(run: "Facts", number: int | None) -> Observed | None:
    if number == mistakes.GROUP_LEFT_EARLY:
        return groups.left_early(run)
    if number == mistakes.EXCEPT_AROUND_GROUP and run.failure is not None:
        return groups.caught_around(run, run.failure)
    kind = "" if number is None else _SEEN_IN.get(number, "")
    return next((each for each in run.observations(kind) if each.where.file), None)
