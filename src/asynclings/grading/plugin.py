"""The pytest plugin: ``pytest graders --submission DIR`` gives the verdicts that the commands give.

A grader is an ordinary test file; each of its checks is one test. Passed, failed and skipped are pytest's own words for
ours; an error (the submission could not be run) is a failure that says so.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# pytest loads this module in every run on a machine that has the kit: nothing else is imported before a check is met.
if TYPE_CHECKING:
    from asynclings.grading.checks import Check
    from asynclings.grading.exercise import ExerciseGrading
    from asynclings.grading.session import Session
    from asynclings.report.model import CheckResult
    from asynclings.track import Exercise


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("asynclings")
    group.addoption("--submission", metavar="DIR", help="grade the exercises in this folder (<chapter>/<exercise>.py)")
    # A long name: this is registered in every run of pytest, beside the options of other projects.
    group.addoption("--asynclings-seed", type=int, metavar="N", help="draw the data of the checks from this seed")


_SESSION: "pytest.StashKey[Session]" = pytest.StashKey()
_GRADINGS: "pytest.StashKey[dict[str, ExerciseGrading]]" = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    folder = config.getoption("--submission")
    if folder is not None and not Path(folder).is_dir():
        raise pytest.UsageError(f"There is no folder {folder!r}. Name the one that holds <chapter>/<exercise>.py.")
    config.stash[_GRADINGS] = {}


def pytest_unconfigure(config: pytest.Config) -> None:
    session = config.stash.get(_SESSION, None)
    if session is not None:
        session.__exit__()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Let the grading run the check instead of pytest: it knows what the check needs, and what it is worth."""
    if not hasattr(pyfuncitem.function, "__check__"):
        return None
    grading = _grading(pyfuncitem)
    mine = next(found for found in grading.checks if found.id == pyfuncitem.function.__name__)
    result = _verdict(grading, mine)
    pyfuncitem.user_properties += [("points", result.points), ("max_points", result.max_points)]
    if result.status == "skipped":
        pytest.skip(result.message)
    if result.status != "passed":
        pytest.fail(_said(result), pytrace=False)
    return True


@pytest.fixture
def lab() -> Iterator[None]:
    """The lab of the check. (The grading hands it the real one; pytest only has to know the name.)"""
    yield None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    # Read off the reports, which also come from other processes (pytest-xdist).
    reports = [each for reports in terminalreporter.stats.values() for each in reports]
    checks = [dict(getattr(each, "user_properties", ())) for each in reports if getattr(each, "when", "") == "call"]
    checks = [found for found in checks if "max_points" in found]
    if checks:
        points, most = sum(found["points"] for found in checks), sum(found["max_points"] for found in checks)
        terminalreporter.write_line(f"{points}/{most} points")


def _grading(item: pytest.Function) -> "ExerciseGrading":
    from asynclings.sandbox import keeper

    keeper.require_fork()
    from asynclings.grading import session as sessions
    from asynclings.grading.submission import submission_in
    from asynclings.track.work import Work

    folder = item.config.getoption("--submission")
    if folder is None:
        pytest.skip("no --submission DIR was given")
    exercise = _exercise_of(item.path)
    gradings = item.config.stash[_GRADINGS]
    if exercise.slug not in gradings:
        session = item.config.stash.get(_SESSION, None)
        if session is None:
            session = item.config.stash[_SESSION] = sessions.Session(item.config.getoption("--asynclings-seed"))
        gradings[exercise.slug] = session.begin(submission_in(Work(Path(folder)), exercise))
    return gradings[exercise.slug]


def _verdict(grading: "ExerciseGrading", check: "Check") -> "CheckResult":
    """The verdict. Where the grader is at fault, pytest shows how, in which the submission's words may be quoted."""
    from asynclings.grading.failures import GraderFault
    from asynclings.report.text import harmless

    try:
        return grading.verdict(check)
    except GraderFault as fault:
        raise GraderFault(harmless(str(fault))) from None


def _exercise_of(grader: Path) -> "Exercise":
    from asynclings.track import load

    for exercise in load(grader.parents[2]).exercises:
        if exercise.grader == grader:
            return exercise
    raise pytest.UsageError(f"{grader} belongs to no exercise of the track.")


def _said(result: "CheckResult") -> str:
    from asynclings.report.text import harmless

    lines = [f"{result.facet}: {result.title}", result.message]
    if result.mistake is not None:
        lines.append(f"{result.mistake.name}: {result.mistake.advice}")
    if result.line is not None:
        lines.append(f"{result.line.file}:{result.line.number}: {result.line.text.strip()}")
    return harmless("\n".join(lines))
