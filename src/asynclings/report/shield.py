"""What a reader is told of the isolation: the layers that say most, and what exercises were allowed."""

from collections.abc import Sequence
from typing import Final

from asynclings.report.model import ExerciseResult, Isolation

_TOLD: Final = ("landlock", "seccomp", "rlimits")


def guards(isolation: Isolation) -> list[str]:
    """The active layers that keep most from a submission, as ``landlock 7``; all are in the JSON."""
    active = {layer.partition(":")[0]: layer.replace(":", " ") for layer in isolation.active}
    return [active[layer] for layer in _TOLD if layer in active]


def allowances(exercises: Sequence[ExerciseResult]) -> dict[str, list[str]]:
    """What was allowed beyond computing, and the names of the exercises that it was allowed to."""
    found: dict[str, list[str]] = {}
    for exercise in exercises:
        for allowance in exercise.policy:
            found.setdefault(allowance, []).append(exercise.slug.rpartition("/")[2])
    return found
