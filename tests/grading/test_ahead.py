"""Grading elsewhere what is still to come: the same report, and only where submissions are kept from each other."""

from collections.abc import Sequence
from concurrent.futures import Future

import msgspec
import pytest

from asynclings.batch.pool import GradingPool
from asynclings.grading.environment import EnvironmentTrouble
from asynclings.grading.failures import GraderFault
from asynclings.grading.session import Ahead, Session, grade
from asynclings.grading.submission import Submission
from asynclings.report.model import CheckResult, ExerciseResult, Report
from asynclings.sandbox import landlock, seccomp
from asynclings.sandbox.separation import separated
from asynclings.track import Exercise, load

NAMES = ("bakery", "first_await", "word_count")  # one may start processes, and all are soon graded


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel keeps submissions from each other, or so it is said."""
    monkeypatch.setattr("asynclings.grading.session.separated", lambda processes: True)


def work(names: Sequence[str] = NAMES) -> list[Submission]:
    exercises = [load().find([name])[0] for name in names]
    return [Submission(exercise, exercise.solution, f"{exercise.name}.py") for exercise in exercises]


def untimed(report: Report) -> Report:
    exercises = tuple(msgspec.structs.replace(each, seconds=0.0) for each in report.exercises)
    return msgspec.structs.replace(report, exercises=exercises)


class Other:
    """Somebody who grades the last ``number`` submissions; the others he has not come to."""

    def __init__(self, number: int, error: Exception | None = None) -> None:
        self.number = number
        self.error = error
        self.asked: list[tuple[str, int]] = []
        self.futures: list[Future[ExerciseResult]] = []

    def __call__(self, submission: Submission, seed: int) -> Future[ExerciseResult]:
        self.asked.append((submission.exercise.name, seed))
        future: Future[ExerciseResult] = Future()
        self.futures.append(future)
        if len(self.asked) > self.number:
            return future
        if self.error is not None:
            future.set_exception(self.error)
            return future
        with Session(seed) as session:
            future.set_result(session.grade(submission))
        return future


def graded(ahead: Ahead | None) -> tuple[Report, list[tuple[str, str]]]:
    """The report, and the checks in the order in which they were told of."""
    told: list[tuple[str, str]] = []

    def on_check(exercise: Exercise, check: CheckResult) -> None:
        told.append((exercise.name, check.id))

    return untimed(grade(work(), seed=3, on_check=on_check, ahead=ahead)), told


@pytest.fixture(scope="module")
def alone() -> tuple[Report, list[tuple[str, str]]]:
    return graded(None)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_report_is_the_same(number: int, alone: tuple[Report, list[tuple[str, str]]]) -> None:
    other = Other(number)
    assert graded(other) == alone
    assert other.asked == [(name, 3) for name in reversed(NAMES)]
    assert [future.cancelled() for future in other.futures] == [n >= number for n in range(len(NAMES))]


def test_so_it_is_when_a_process_takes_what_nobody_has_begun(alone: tuple[Report, list[tuple[str, str]]]) -> None:
    with GradingPool(1) as pool:
        assert graded(lambda submission, seed: pool.grade(submission, seed=seed)) == alone


def test_without_a_seed_all_draw_from_the_one_that_the_report_names() -> None:
    other = Other(1)
    report = grade(work(NAMES[:2]), ahead=other)
    assert {seed for _, seed in other.asked} == {report.seed}


def test_a_fault_elsewhere_costs_that_exercise_alone() -> None:
    faults: list[GraderFault] = []
    report = grade(work(NAMES[:2]), seed=3, on_fault=faults.append, ahead=Other(1, GraderFault("a bug")))
    assert [result.status for result in report.exercises] == ["passed", "error"]
    assert [str(fault) for fault in faults] == ["a bug"]


def test_trouble_elsewhere_ends_the_grading() -> None:
    with pytest.raises(EnvironmentTrouble, match="no room"):
        grade(work(NAMES[:2]), seed=3, ahead=Other(1, EnvironmentTrouble("no room")))


def test_nobody_is_asked_where_submissions_could_reach_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("asynclings.grading.session.separated", lambda processes: asked.append(processes))
    other = Other(1)
    for names in (NAMES[:2], NAMES):
        assert grade(work(names), seed=3, ahead=other).points == 10 * len(names)
    assert (other.asked, asked) == ([], [False, True])


@pytest.mark.parametrize(
    ("filtering", "version", "expected"),
    [(True, 7, (True, True)), (True, 5, (True, False)), (True, 0, (False, False)), (False, 7, (False, False))],
)
def test_it_takes_both_layers_and_for_processes_a_landlock_that_knows_of_signals(
    filtering: bool, version: int, expected: tuple[bool, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seccomp, "available", lambda: filtering)
    monkeypatch.setattr(landlock, "available", lambda: version)
    assert (separated(processes=False), separated(processes=True)) == expected
