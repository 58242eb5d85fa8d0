"""The trace: a span for every operation of a run. Everything that counts as evidence is read off it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from asynclings.messages import Where

NOWHERE = Where("", 0, "")
Outcome = Literal["running", "ok", "failed", "cancelled"]


@dataclass
class Operation:
    """One operation: a request of the web (``service`` is its host), or a call on a service.

    Times are virtual seconds; ``end`` is None while it runs. ``name`` is a service's method, or a request's method and
    path. ``where`` is the learner's line that asked for it. ``order`` and ``end_order`` tell what came first within one
    instant.
    """

    service: str
    name: str
    arguments: tuple[Any, ...]
    actor: str
    start: float
    end: float | None = None
    outcome: Outcome = "running"
    where: Where = NOWHERE
    status: int | None = None
    connection: int | None = None
    order: int = 0
    end_order: int = 0

    @property
    def label(self) -> str:
        """What a reader is shown: ``GET /1``, ``mix vanilla``."""
        words = [str(argument) for argument in self.arguments if isinstance(argument, str | int | float)]
        return " ".join([self.name if self.name != "__call__" else self.service, *words])

    def overlaps(self, other: "Operation") -> bool:
        """Whether both were under way at some time (touching ends do not count)."""
        if self is other:
            return False
        return self.start < _end(other) and other.start < _end(self)


def _end(operation: Operation) -> float:
    return operation.end if operation.end is not None else float("inf")


class Trace:
    """All operations of a run, in the order they began."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.connections = 0
        self.ended = 0
        self._order = 0

    def __iter__(self) -> Iterator[Operation]:
        return iter(self.operations)

    def begin(self, operation: Operation) -> Operation:
        self._order += 1
        operation.order = self._order
        self.operations.append(operation)
        return operation

    def end(self, operation: Operation, now: float, outcome: Outcome) -> None:
        """End an operation; what has ended already stays as it is."""
        if operation.outcome == "running":
            self._order += 1
            self.ended += 1
            operation.end, operation.outcome, operation.end_order = now, outcome, self._order

    def of(self, name: str | None) -> list[Operation]:
        """The operations with this name (``mix``, ``GET /1``) or of this service; all of them for None."""
        if name is None:
            return list(self.operations)
        return [operation for operation in self.operations if name in (operation.name, operation.service)]

    def running(self) -> list[Operation]:
        return [operation for operation in self.operations if operation.outcome == "running"]


def peak_in_flight(operations: Iterable[Operation]) -> int:
    """How many were under way at once, at most.

    One that begins in the instant in which another ends counts as after it only if the other had ended first.
    """
    changes = []
    for operation in operations:
        changes.append((operation.order, 1))
        if operation.end is not None:
            changes.append((operation.end_order, -1))
    peak = under_way = 0
    for _, change in sorted(changes):
        under_way += change
        peak = max(peak, under_way)
    return peak
