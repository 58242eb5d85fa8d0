"""No submission can make a service of the course fail by itself: what it is asked with wrong arguments, it refuses.

Each operation that a solution asks for is asked for once more, in a world of its own, with arguments that nobody would
think of, one at a time. In real time nobody is asked, so those runs are left out.
"""

import copy
import math
from collections.abc import Iterator
from typing import Any

import pytest

from asynclings.grading import CheckFailed
from asynclings.grading.bench import Bench
from asynclings.grading.lab import Lab
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.messages import Begin, Blocked, Stop, Where
from asynclings.track import Exercise, load
from asynclings.values import Record
from asynclings.values.writing import Writer
from asynclings.world import calls
from asynclings.world.service import Service
from asynclings.world.world import World

WRONG = ("nobody", "", b"", None, True, -1, 2**13_999, math.inf, math.nan, [], ["nobody"], {}, Record("Thing", {}))


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session(seed=1) as opened:
        yield opened


def copied(service: Service) -> Service:
    """As it is now. A lab that it draws from is the same one, which cannot be copied."""
    return copy.deepcopy(service, {id(value): value for value in vars(service).values() if isinstance(value, Lab)})


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


@pytest.mark.parametrize("exercise", [pytest.param(each, id=each.name) for each in load().exercises])
def test_a_service_refuses_what_it_does_not_know(
    session: Session, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[tuple[Any, ...], tuple[Service, str, list[Any]]] = {}
    begin = calls.begin

    def noting(service: Service, method: str, arguments: list[Any]) -> Any:
        key = (len(over), type(service).__qualname__, method)
        if key not in asked:
            asked[key] = copied(service), method, arguments
        return begin(service, method, arguments)

    def not_here(*arguments: Any) -> Any:
        raise CheckFailed("This run is left out.")

    over: list[object] = []  # the checks
    with monkeypatch.context() as patch:
        patch.setattr(calls, "begin", noting)
        patch.setattr(Bench, "run_in_real_time", not_here)
        patch.setattr(Bench, "run_script", not_here)
        session.grade(
            Submission(exercise, exercise.solution, exercise.slug), on_check=lambda *result: over.append(result)
        )
    for service, method, arguments in asked.values():
        for n in range(len(arguments)):
            for wrong in WRONG:
                ask(copied(service), method, [*arguments[:n], wrong, *arguments[n + 1 :]])
