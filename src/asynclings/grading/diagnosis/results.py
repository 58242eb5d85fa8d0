"""Why what was returned, or came about, is not what it should be."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import leftovers, processes
from asynclings.values import Failure, Opaque

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


def of_wrong_value(run: "Facts", expected: Any) -> int | None:
    """Why a result is wrong."""
    value = run.value
    if run.observations("never_awaited"):
        return mistakes.NEVER_AWAITED
    if has_errors(value):
        return mistakes.ERRORS_AS_RESULTS
    if (number := processes.of_nothing_done(run, value)) is not None:
        return number
    if run.order.manner == "sync" and run.observations("thread_left"):
        return leftovers.of_thread_left(run)
    if _holds(value, "coroutine"):
        return mistakes.NEVER_AWAITED
    if _holds(value, "Task") and run.observations("task_left"):
        return mistakes.TASKS_LEFT
    if (
        isinstance(value, list)
        and isinstance(expected, list)
        and value != expected
        and _sorted(value) == _sorted(expected)
    ):
        return mistakes.COMPLETION_ORDER
    return mistakes.PAIRED_WRONGLY if _paired_wrongly(value, expected) else None


def of_unmet(run: "Facts") -> int | None:
    """Why something that an exercise's own expectation asks for is not so, where any exercise could know it."""
    return mistakes.NEVER_AWAITED if run.observations("never_awaited") else None


def has_errors(value: Any) -> bool:
    """Whether errors are among what was returned."""
    return any(isinstance(item, Failure) for item in _parts(value))


def _paired_wrongly(value: Any, expected: Any) -> bool:
    """Whether it has all the right keys, and right values with others than their own."""
    if not isinstance(value, dict) or not isinstance(expected, dict) or value.keys() != expected.keys():
        return False
    owners = {wanted: key for key, wanted in expected.items() if isinstance(wanted, str)}
    if any(isinstance(got, str) and owners.get(got, key) != key for key, got in value.items()):
        return True
    return value != expected and _sorted(value.values()) == _sorted(expected.values())


def _parts(value: Any) -> Iterable[Any]:
    """What is in a container; of anything else, nothing."""
    return value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()


def _holds(value: Any, type_name: str) -> bool:
    """Whether it is, or has in it, an object of this type."""
    return any(isinstance(item, Opaque) and item.type_name == type_name for item in [value, *_parts(value)])


def _sorted(values: Iterable[Any]) -> list[str]:
    return sorted(map(repr, values))
