"""Evidence is what was asked for, and nothing else: no check takes an operation that nobody needs for concurrency.

The first operation of each kind is doubled here, as by a program that does more than it must to look busy. Whoever
judges by how much was in flight must see that there was more than was asked for. In real time there are no operations,
so those runs are left out, and the checks end with them.
"""

import copy
import itertools
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from asynclings.grading import CheckFailed
from asynclings.grading.bench import Bench
from asynclings.grading.run import Run
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.messages import Begin, Message
from asynclings.track import Exercise, load
from asynclings.world.trace import Operation, Trace
from asynclings.world.world import World

LEFT_OUT = "This run is left out."
JUDGES = ("in_flight", "overlapped", "after")  # what a run is judged by that more operations could bring about


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session(seed=1) as opened:
        yield opened


@pytest.mark.parametrize("exercise", [pytest.param(each, id=each.name) for each in load().exercises])
def test_whoever_asks_for_more_is_found_out(
    session: Session, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear, begin = World.hear, Trace.begin
    numbers = itertools.count(10**6)

    def hear_twice(self: World, message: Message) -> None:
        if isinstance(message, Begin) and message.method not in {known.name for known in self.trace}:
            hear(self, msgspec.structs.replace(message, id=next(numbers), instant=True))
        hear(self, message)

    def request_twice(self: Trace, operation: Operation) -> Operation:
        if operation.connection is not None and operation.name not in {known.name for known in self}:
            twin = begin(self, copy.copy(operation))
            self.end(twin, twin.start, "ok")
        return begin(self, operation)

    judged: set[str] = set()
    now = ""

    def noting(method: Any) -> Any:
        def call(self: Run, *arguments: Any, **options: Any) -> Run:
            judged.add(now)
            found: Run = method(self, *arguments, **options)
            return found

        return call

    def not_here(*arguments: Any) -> Any:
        raise CheckFailed(LEFT_OUT)

    monkeypatch.setattr(Bench, "run_in_real_time", not_here)
    monkeypatch.setattr(Bench, "run_script", not_here)
    for name in JUDGES:
        monkeypatch.setattr(Run, name, noting(getattr(Run, name)))
    grading = session.begin(Submission(exercise, exercise.solution, exercise.slug))
    try:
        for check in grading.checks:
            now = check.facet
            grading._statuses.update({each.facet: "passed" for each in grading.checks})
            result = grading.verdict(check)
            assert result.status == "passed" or result.message == LEFT_OUT
        monkeypatch.setattr(World, "hear", hear_twice)
        monkeypatch.setattr(Trace, "begin", request_twice)
        for check in grading.checks:
            # As if all had been passed, now and above: each check has to see it for itself.
            grading._statuses.update({each.facet: "passed" for each in grading.checks})
            result = grading.verdict(check)
            if check.facet in judged:
                assert result.status == "failed", f"{check.id} was passed with operations that nobody needs"
                assert result.message != LEFT_OUT
    finally:
        grading.close()
