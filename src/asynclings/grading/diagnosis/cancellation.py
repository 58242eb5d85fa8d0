"""Why a run that was cancelled did not end as it should."""

from typing import TYPE_CHECKING, Any

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import blocking
from asynclings.messages import Where
from asynclings.values import Failure, Record

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


def of_late_end(run: "Facts") -> int:
    """Why it did not end immediately."""
    blocked = blocking.of_blocked_loop(run)
    return mistakes.GOES_ON_CANCELLED if blocked is None else blocked


def place_of_late_end(run: "Facts") -> Where | None:
    """The line that held up the loop; or else, that of something which went on after the cancellation."""
    moment = run.cancelled_at
    assert moment is not None
    going_on = (each.where for each in run.operations if each.where.file and (each.end is None or each.end > moment))
    return run.seen_at("blocking_call") or next(going_on, None)


def of_swallowing(run: "Facts", went_on: bool) -> int:
    """Why it returned; ``went_on``: and not even immediately."""
    if run.counted("gathers") and _holds_cancellation(run.value):
        return mistakes.CANCELLATION_AS_RESULT
    return mistakes.GOES_ON_CANCELLED if went_on else mistakes.SWALLOWED_CANCELLATION


def _holds_cancellation(value: Any) -> bool:
    """Whether a CancelledError is, at whatever depth, among what was returned."""
    if isinstance(value, Failure):
        return value.is_a("CancelledError")
    if isinstance(value, Record):
        value = value.fields
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(map(_holds_cancellation, items))
