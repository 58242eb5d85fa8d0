"""What a solution asks for, done in another way: doubled it is found out, and with wrong arguments it is refused.

Evidence is what was asked for, and nothing else: no check takes an operation that nobody needs for concurrency. The
first operation of each kind is doubled here, as by a program that does more than it must to look busy. Whoever judges
by how much was in flight must see that there was more than was asked for.

And no submission can make a service of the course fail by itself. Each operation is asked for once more, in a world of
its own, with arguments that nobody would think of, one at a time.

In real time there are no operations, so those runs are left out, and the checks end with them.
"""

import copy
import itertools
import math
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from asynclings.grading import CheckFailed
from asynclings.grading.bench import Bench
from asynclings.grading.lab import Lab
from asynclings.grading.run import Run
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.messages import Begin, Blocked, Message, Stop, Where
from asynclings.report.model import CheckResult
from asynclings.track import Exercise, load
from asynclings.values import Record
from asynclings.values.writing import Writer
from asynclings.world import calls
from asynclings.world.service import Service
from asynclings.world.trace import Operation, Trace
from asynclings.world.world import World

LEFT_OUT = "This run is left out."
JUDGES = ("in_flight", "overlapped", "after")  # what a run is judged by that more operations could bring about
WRONG = ("nobody", "", b"", None, True, -1, 2**13_999, math.inf, math.nan, [], ["nobody"], {}, Record("Thing", {}))

every_exercise = pytest.mark.parametrize("exercise", [pytest.param(each, id=each.name) for each in load().exercises])


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session(seed=1) as opened:
        yield opened


# ---------------------------------------------------------------- what a solution asks for


@dataclass
class Solved:
    """``judged`` are the facets that are judged by how much was in flight; ``asked`` the first call of each kind."""

    judged: set[str] = field(default_factory=set)
    asked: dict[tuple[str, str, str], tuple[Service, str, list[Any]]] = field(default_factory=dict)


def verdicts(session: Session, exercise: Exercise, facets: Set[str] = frozenset()) -> Iterator[tuple[str, CheckResult]]:
    """Of the solution, for all or these facets: each check as if all others had been passed."""
    grading = session.begin(Submission(exercise, exercise.solution, exercise.slug))
    try:
        for check in grading.checks:
            if facets and check.facet not in facets:
                continue
            grading._statuses.update({each.facet: "passed" for each in grading.checks})
            yield check.facet, grading.verdict(check)
    finally:
        grading.close()


@pytest.fixture(scope="module")
def known() -> dict[str, Solved]:
    """What is known already, by the exercise's name: both tests want it, and it takes a grading to find out."""
    return {}


@pytest.fixture
def solved(
    exercise: Exercise, session: Session, known: dict[str, Solved], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Solved]:
    """The solution, graded once. For the test itself, too, runs in real time are left out."""
    monkeypatch.setattr(Bench, "run_in_real_time", left_out)
    monkeypatch.setattr(Bench, "run_script", left_out)
    if exercise.name not in known:
        with monkeypatch.context() as patch:
            known[exercise.name] = solve(session, exercise, patch)
    return known[exercise.name]


def left_out(*arguments: Any) -> Any:
    raise CheckFailed(LEFT_OUT)


def solve(session: Session, exercise: Exercise, patch: pytest.MonkeyPatch) -> Solved:
    found, now, begin = Solved(), [""], calls.begin

    def noting_judge(method: Any) -> Any:
        def call(self: Run, *arguments: Any, **options: Any) -> Any:
            judging.append(True)
            return method(self, *arguments, **options)

        return call

    def noting_call(service: Service, method: str, arguments: list[Any]) -> Any:
        key = (now[0], type(service).__qualname__, method)
        if key not in found.asked:
            found.asked[key] = copied(service), method, arguments
        return begin(service, method, arguments)

    judging: list[bool] = []
    for name in JUDGES:
        patch.setattr(Run, name, noting_judge(getattr(Run, name)))
    patch.setattr(calls, "begin", noting_call)
    for facet, result in verdicts(session, exercise):
        assert result.status == "passed" or result.message == LEFT_OUT
        if judging:
            found.judged.add(facet)
        judging.clear()
        now[0] = f"after {facet}"
    return found


def copied(service: Service) -> Service:
    """As it is now. A lab that it draws from is the same one, which cannot be copied."""
    return copy.deepcopy(service, {id(value): value for value in vars(service).values() if isinstance(value, Lab)})


# ---------------------------------------------------------------- doubled


@every_exercise
def test_whoever_asks_for_more_is_found_out(
    exercise: Exercise, session: Session, solved: Solved, monkeypatch: pytest.MonkeyPatch
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

    if not solved.judged:
        return
    monkeypatch.setattr(World, "hear", hear_twice)
    monkeypatch.setattr(Trace, "begin", request_twice)
    for facet, result in verdicts(session, exercise, solved.judged):
        assert result.status == "failed", f"{facet} was passed with operations that nobody needs"
        assert result.message != LEFT_OUT


# ---------------------------------------------------------------- with wrong arguments


def ask(service: Service, method: str, arguments: list[Any]) -> None:
    """Raises `StoryFault` if the service fails by itself."""
    alone = World([service], {})
    alone.start()
    written = [Writer().write(argument) for argument in arguments]
    alone.hear(Begin(1, service.name, method, written, "task", Where("", 0, ""), False))
    for _ in range(20):
        answer = alone.advance(Blocked(None))
        if isinstance(answer, Stop) or answer.arrivals:
            break


@every_exercise
def test_a_service_refuses_what_it_does_not_know(exercise: Exercise, solved: Solved) -> None:
    for service, method, arguments in solved.asked.values():
        for n in range(len(arguments)):
            for wrong in WRONG:
                ask(copied(service), method, [*arguments[:n], wrong, *arguments[n + 1 :]])
