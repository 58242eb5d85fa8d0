"""The trace: a span for every operation of a run. Everything that counts as evidence is read off it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from asynclings.messages import NOWHERE, Where
from asynclings.values import Record

LABEL_LENGTH = 300  # characters
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
        """What a reader is shown, and what is asked for: ``GET /1``, ``mix vanilla``. Cut: whoever asks chose it."""
        words = [str(word) for argument in self.arguments for word in _words(argument)]
        return " ".join([self.name if self.name != "__call__" else self.service, *words])[:LABEL_LENGTH]

    @property
    def refused(self) -> bool:
        """Whether it was answered with an error status."""
        return self.status is not None and self.status >= 400

    @property
    def went_wrong(self) -> bool:
        """Whether it failed, or was refused."""
        return self.outcome == "failed" or self.refused


def _words(argument: Any) -> list[str | int | float]:
    """What of an argument can be read at a glance: texts and numbers, also those in the fields of a record."""
    parts = argument.fields.values() if isinstance(argument, Record) else [argument]
    return [part for part in parts if isinstance(part, str | int | float)]


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
    """How many were in flight at once, at most.

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


def overlap(ones: Iterable[Operation], others: Iterable[Operation]) -> bool:
    """Whether one of these and another of those were in flight at the same time (touching ends do not count)."""
    first, second = ({id(operation): operation for operation in operations} for operations in (ones, others))
    ends = [-math.inf, -math.inf]  # the latest so far, of each kind
    # Those that took no time come first in their instant: they overlap with nothing that begins in it.
    for key, operation in sorted({**first, **second}.items(), key=lambda item: (item[1].start, _end(item[1]))):
        kinds = (key in first, key in second)
        if any(kinds[n] and ends[1 - n] > operation.start for n in (0, 1)):
            return True
        for n in (0, 1):
            if kinds[n]:
                ends[n] = max(ends[n], _end(operation))
    return False
