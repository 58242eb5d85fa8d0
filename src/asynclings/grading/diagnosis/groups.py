"""What was expected of a TaskGroup that it does not do."""

from typing import TYPE_CHECKING

from asynclings.messages import Observed
from asynclings.values import Failure

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts

_BASES = {"Exception", "BaseException", "object"}  # an ``except`` for these sees a group as well


def left_early(run: "Facts") -> Observed | None:
    """That a group's block was left in the moment in which something had gone wrong, while its tasks went on."""
    moments = {f"{each.end:.6f}" for each in run.operations if each.went_wrong and each.end is not None}
    return next((left for left in run.observations("group_exited") if left.detail in moments), None)


def caught_around(run: "Facts", failure: Failure) -> Observed | None:
    """A plain ``except`` that a group has passed on its way out, and that asks for an error which is in the group."""
    inside = {name for part in failure.members[1:] for name in (part.type_name, *part.bases)} - _BASES
    return next((each for each in run.observations("except_passed") if inside & {*each.detail.split()}), None)
