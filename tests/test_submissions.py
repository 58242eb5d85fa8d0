"""Every submission in tests/submissions gets the verdict that it must get, every time."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from asynclings.grading.session import Session, Submission
from asynclings.report.model import CheckResult, ExerciseResult
from asynclings.track import Exercise, load

SUBMISSIONS = Path(__file__).parent / "submissions"
EXERCISES = {exercise.name: exercise for exercise in load().exercises}
ELEMENTS = {"failed": "failure", "skipped": "skipped"}  # how JUnit says it
LETTERS = {"passed": "P", "failed": "F", "error": "E", "skipped": "S"}


@cache
def verdicts(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((SUBMISSIONS / name / "verdicts.toml").read_text(encoding="utf-8"))


def submissions(kind: str) -> list[Any]:
    files = sorted(SUBMISSIONS.glob(f"*/{kind}/*.py"))
    return [pytest.param(file, id=f"{file.parts[-3]}-{file.stem}") for file in files]


every_exercise = pytest.mark.parametrize("exercise", [pytest.param(each, id=each.name) for each in EXERCISES.values()])


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """One zygote for all, with fresh data each time: a verdict does not depend on the data."""
    with Session() as opened:
        yield opened


def graded(session: Session, exercise: Exercise, file: Path) -> ExerciseResult:
    return session.grade(Submission(exercise, file, f"{exercise.slug}.py"))


def verdict(result: ExerciseResult) -> str:
    return "".join(LETTERS[check.status] for check in result.checks)


def first_not_passed(result: ExerciseResult) -> CheckResult | None:
    return next((check for check in result.checks if check.status in ("failed", "error")), None)


def told(result: ExerciseResult) -> str:
    """What went wrong, for whoever reads this test's failure."""
    return "\n".join(f"{check.facet}: {check.message}" for check in result.checks if check.message)


# ---------------------------------------------------------------- what must be graded how


@pytest.mark.parametrize("file", submissions("right"))
def test_a_right_answer_gets_all_points(session: Session, file: Path) -> None:
    result = graded(session, EXERCISES[file.parts[-3]], file)
    assert verdict(result) == "PPPPP", told(result)
    assert (result.points, result.status) == (10, "passed")


@pytest.mark.parametrize("file", submissions("wrong"))
def test_a_wrong_answer_gets_its_verdict_and_its_mistake_is_named(session: Session, file: Path) -> None:
    expected = verdicts(file.parts[-3])[file.stem]
    result = graded(session, EXERCISES[file.parts[-3]], file)
    assert verdict(result) == expected["verdict"], told(result)
    assert result.points == 2 * expected["verdict"].count("P")
    check = first_not_passed(result)
    assert check is not None
    assert (0 if check.mistake is None else check.mistake.number) == expected["mistake"], told(result)
    assert check.message.endswith((".", "…")), "a learner is told in sentences"


@every_exercise
def test_the_solution_gets_all_points(session: Session, exercise: Exercise) -> None:
    result = graded(session, exercise, exercise.solution)
    assert (verdict(result), result.points, result.status) == ("PPPPP", 10, "passed"), told(result)


@every_exercise
def test_the_untouched_stub_is_not_started(session: Session, exercise: Exercise) -> None:
    result = graded(session, exercise, exercise.stub)
    assert (verdict(result), result.points, result.status) == ("SSSSS", 0, "not_started")


@every_exercise
def test_a_stub_that_was_touched_but_not_solved_is_right_and_no_more(
    session: Session, exercise: Exercise, tmp_path: Path
) -> None:
    touched = tmp_path / exercise.stub.name
    touched.write_text(exercise.stub.read_text(encoding="utf-8") + "\n# I have been here.\n", encoding="utf-8")
    result = graded(session, exercise, touched)
    assert (verdict(result), result.points, result.status) == ("PFSSS", 2, "failed"), told(result)


# ---------------------------------------------------------------- what there must be


@every_exercise
def test_there_are_enough_submissions_and_each_has_its_verdict(exercise: Exercise) -> None:
    folder = SUBMISSIONS / exercise.name
    wrong = {file.stem for file in (folder / "wrong").glob("*.py")}
    assert len(list((folder / "right").glob("*.py"))) >= 4
    assert len(wrong) >= 8
    assert set(verdicts(exercise.name)) == wrong


def test_every_folder_belongs_to_an_exercise() -> None:
    assert {folder.name for folder in SUBMISSIONS.iterdir() if folder.is_dir()} == set(EXERCISES)


@every_exercise
def test_every_check_is_failed_by_somebody(exercise: Exercise) -> None:
    found = [expected["verdict"] for expected in verdicts(exercise.name).values()]
    assert ["F" in letters for letters in zip(*found, strict=True)] == [True] * 5


@every_exercise
def test_a_sequential_answer_is_among_the_wrong_ones(exercise: Exercise) -> None:
    assert any(expected["verdict"] == "PFSSS" for expected in verdicts(exercise.name).values())


# ---------------------------------------------------------------- two ways to grade


@pytest.mark.parametrize("name", ["bakery", "pages"])
def test_the_pytest_plugin_gives_the_same_verdicts(session: Session, name: str, tmp_path: Path) -> None:
    exercise = EXERCISES[name]
    # A right one, and one with three statuses: every word that the plugin has.
    half_right = next(stem for stem, expected in sorted(verdicts(name).items()) if expected["verdict"] == "PFSSS")
    for file in (SUBMISSIONS / name / "wrong" / f"{half_right}.py", exercise.solution):
        folder = tmp_path / file.stem
        (folder / exercise.chapter).mkdir(parents=True)
        shutil.copy(file, folder / f"{exercise.slug}.py")
        assert by_plugin(exercise, folder) == verdict(graded(session, exercise, file))


def by_plugin(exercise: Exercise, folder: Path) -> str:
    """The verdict that pytest gives, in a process of its own, without our settings and foreign plugins."""
    settings, results = folder / "pytest.ini", folder / "results.xml"
    settings.write_text("[pytest]\n", encoding="utf-8")
    options = ["-c", settings, "-p", "no:cacheprovider", "-p", "asynclings.grading.plugin", "--import-mode=importlib"]
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--junit-xml={results}", "--submission", folder, exercise.grader],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": path},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert results.is_file(), done.stdout + done.stderr
    cases = ElementTree.parse(results).getroot().iter("testcase")
    return "".join(
        next((LETTERS[word] for word in ELEMENTS if case.find(ELEMENTS[word]) is not None), "P") for case in cases
    )
