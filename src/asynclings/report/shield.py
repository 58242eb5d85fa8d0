"""What a reader is told of the isolation: the layers that say most, and what exercises were allowed.

Each format brings along how it makes text harmless: names of layers and exercises may have been read from a file.
"""

from collections.abc import Callable, Sequence
from typing import Final

from asynclings.report.model import ExerciseResult, Isolation

Harmless = Callable[[str], str]

_TOLD: Final = ("landlock", "seccomp", "rlimits")
"""The layers that keep most from a submission; all are in the JSON."""


def isolation_sentence(isolation: Isolation, harmless: Harmless, *, reasons: bool = False) -> str:
    """``Isolation: medium (landlock 7, rlimits); without seccomp``; with ``reasons`` also why a layer is missing."""
    found = {layer.partition(":")[0]: layer.replace(":", " ") for layer in isolation.active}
    active = [harmless(found[layer]) for layer in _TOLD if layer in found]
    missing = [harmless(each.layer) + (f" ({harmless(each.why)})" if reasons else "") for each in isolation.missing]
    text = f"Isolation: {isolation.trust}" + (f" ({', '.join(active)})" if active else "")
    return f"{text}; without {', '.join(missing)}" if missing else text


def allowances_sentence(exercises: Sequence[ExerciseResult], harmless: Harmless) -> str:
    """``Allowed beyond computing: processes in primes, pi; disk in unblock``; nothing if nothing was."""
    found: dict[str, list[str]] = {}
    for exercise in exercises:
        for allowance in exercise.policy:
            found.setdefault(allowance, []).append(exercise.slug.rpartition("/")[2])
    allowed = [f"{harmless(what)} in {', '.join(map(harmless, where))}" for what, where in found.items()]
    return f"Allowed beyond computing: {'; '.join(allowed)}" if allowed else ""
