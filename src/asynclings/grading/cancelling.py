"""Cancelling a run wherever it waits."""

from collections.abc import Callable, Sequence
from random import Random

from asynclings.grading.run import Run
from asynclings.messages import RESOLUTION
from asynclings.world.moments import Moment

LIMIT = 60  # runs


def cancel_everywhere(run: Callable[[Moment | None], Run], whole: Callable[[Run], object], draw: Random) -> list[Run]:
    """Run once to the end, then once for every moment at which that waited, cancelled there; at least one such run.

    What was not cancelled must be ``whole``: the first run, and one in which the moment does not come again.
    """
    first = run(None)
    whole(first.ended())
    if not first.moments:
        first.expect(False, f"{first.target} never waited for anything, so it could not be cancelled.")
    cancelled = []
    for moment in _some(first.moments, draw):
        again = run(moment)
        if again.cancelled_at is not None:
            cancelled.append(again)
        else:  # a program that draws lots does something else this time
            whole(again.ended())
    if not cancelled:
        first.expect(False, f"{first.target} did not do again what it did when it was to be cancelled.")
    return cancelled


def _some(moments: Sequence[Moment], draw: Random) -> Sequence[Moment]:
    """As many as can be tried: the longer one lasts, the likelier it is among them."""
    if len(moments) <= LIMIT:
        return moments
    weights = [max(moment.long, RESOLUTION) for moment in moments]
    return [moments[n] for n in sorted({*draw.choices(range(len(moments)), weights, k=LIMIT)})]
