"""Commands are tested without grading anything: what they would have graded is written down instead."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from asynclings import cli, track
from asynclings.batch import pool
from asynclings.grading import session
from asynclings.grading.failures import GraderFault
from asynclings.grading.submission import Submission
from asynclings.report.model import CheckResult, ExerciseResult, ExerciseStatus, Isolation, Report, Trust
from asynclings.sandbox import keeper


@dataclass
class Grader:
    """Stands in for the grading. ``statuses`` decides an exercise's verdict by its slug; otherwise it has passed."""

    statuses: dict[str, ExerciseStatus] = field(default_factory=dict)
    error: BaseException | None = None
    faults: list[GraderFault] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    trust: Trust = "strong"
    ahead: Any = None
    at_once: int = 0

    @contextmanager
    def opened(self) -> Iterator["Grader"]:
        yield self

    def isolation(self) -> Isolation:
        return Isolation(trust=self.trust, platform="test", active=(), missing=())

    @property
    def graded(self) -> dict[str, tuple[Path, str]]:
        """What was to be graded: slug → (file, path as shown)."""
        return {each.exercise.slug: (each.file, each.shown) for each in self.submissions}

    def grade(
        self,
        submissions: Sequence[Submission],
        *,
        on_start: Callable[[track.Exercise], None] = lambda exercise: None,
        on_check: Callable[[track.Exercise, CheckResult], None] = lambda exercise, check: None,
        on_fault: Callable[[GraderFault], None],
        ahead: Any = None,
        at_once: int = 1,
        **options: Any,
    ) -> Report:
        for fault in self.faults:
            on_fault(fault)
        if self.error is not None:
            raise self.error
        self.submissions = list(submissions)
        self.options = options
        self.ahead, self.at_once = ahead, at_once
        results = []
        for each in submissions:
            status = self.statuses.get(each.exercise.slug, "passed")
            check = CheckResult(
                id="correct",
                facet="Correct",
                title="The results are right.",
                status="passed" if status == "passed" else "failed",
                points=10 if status == "passed" else 0,
                max_points=10,
                message="" if status == "passed" else "It returned 1, but 2 was expected.",
            )
            on_start(each.exercise)
            on_check(each.exercise, check)
            results.append(
                ExerciseResult(
                    slug=each.exercise.slug,
                    title=each.exercise.title,
                    path=each.shown,
                    points=check.points,
                    max_points=10,
                    status=status,
                    checks=(check,),
                )
            )
        return Report(
            kit_version="1.2.3",
            seed=4711,
            points=sum(result.points for result in results),
            max_points=10 * len(results),
            exercises=tuple(results),
            isolation=Isolation(trust="medium", platform="test", active=("session", "rlimits")),
        )


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch, stand_in_pool: Any) -> Grader:
    stand_in = Grader()
    monkeypatch.setattr(session, "grade", stand_in.grade)
    monkeypatch.setattr(session, "Session", stand_in.opened)
    monkeypatch.setattr(keeper, "prestart", lambda: None)
    monkeypatch.setattr(pool, "GradingPool", stand_in_pool)
    return stand_in


@dataclass
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def asynclings(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """``asynclings("check", "pages")`` runs the command and returns its exit code and what it printed."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("CI", raising=False)  # it asks for more isolation than every machine has

    def run(*words: object) -> Outcome:
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as stop:  # argparse ends so on --help and on wrong usage
            code = stop.code if isinstance(stop.code, int) else 1
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An assignment with pages (worked on) and race (the stub's text does not matter); the current folder."""
    for slug in ("2_io/pages", "3_threads/race"):
        file = tmp_path / "assignment" / "exercises" / f"{slug}.py"
        file.parent.mkdir(parents=True)
        file.write_text("# work\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "assignment")
    return tmp_path / "assignment"
