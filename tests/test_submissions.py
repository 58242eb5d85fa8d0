"""Every submission in tests/submissions gets the verdict that it must get, every time.

What must be is said by `asynclings.author`, as for `asynclings author validate`. The gradings run ahead of the tests.
"""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from xml.etree import ElementTree

import pytest

from asynclings.author.cases import Case, cases_of, names
from asynclings.author.defects import defects, track_defects
from asynclings.author.validation import objections
from asynclings.author.verdicts import LETTERS, verdict_of
from asynclings.batch.pool import GradingPool
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.report.model import ExerciseResult
from asynclings.track import Exercise, load

COURSE = load(Path(__file__).parents[1])  # the repository: what is installed has no known submissions
# Solutions and stubs are graded where assignments are made of them: tests/template/test_each_alone.py.
CASES = [case for exercise in COURSE.exercises for case in cases_of(exercise) if case.kind not in ("solution", "stub")]
SEED = secrets.randbelow(2**32)  # other data each time: a verdict does not depend on it
Graded = Callable[[Case], Future[ExerciseResult]]
ELEMENTS = {"failed": "failure", "skipped": "skipped"}  # how JUnit says it

every_exercise = pytest.mark.parametrize("exercise", [pytest.param(each, id=each.name) for each in COURSE.exercises])


@pytest.fixture(scope="module")
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    """The gradings of all cases whose tests are to be run, on all processors."""
    scratch = tmp_path_factory.mktemp("touched")
    if "PYTEST_XDIST_WORKER" in os.environ:  # one of several processes, and which cases are its own will be seen
        with GradingPool(1, beside=int(os.environ["PYTEST_XDIST_WORKER_COUNT"]) - 1) as pool:
            yield lambda case: pool.grade(case.submission(scratch), seed=SEED)
        return
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    cases = [item.callspec.params["case"] for item in functions if item.function is test_a_submission_gets_what_it_must]
    with GradingPool() as pool:
        yield {case: pool.grade(case.submission(scratch), seed=SEED) for case in cases}.__getitem__


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.exercise.name}-{case.name}")
def test_a_submission_gets_what_it_must(case: Case, graded: Graded) -> None:
    found = objections(case, graded(case))
    assert not found, "\n".join([f"{case.file}, with seed {SEED}:", *found])


# ---------------------------------------------------------------- what there must be


@every_exercise
def test_an_exercise_is_whole(exercise: Exercise) -> None:
    assert defects(exercise) == []


def test_the_track_is_whole() -> None:
    assert track_defects(COURSE) == []


@every_exercise
def test_there_are_enough_submissions(exercise: Exercise) -> None:
    assert len(names(exercise, "right")) >= 4
    assert len(names(exercise, "wrong")) >= 8


# ---------------------------------------------------------------- two ways to grade


@pytest.mark.parametrize("name", ["bakery", "pages"])
def test_the_pytest_plugin_gives_the_same_verdicts(name: str, tmp_path: Path) -> None:
    (exercise,) = COURSE.find([name])
    # A right one, and one with three statuses: every word that the plugin has.
    half_right = next(case.file for case in cases_of(exercise) if case.kind == "wrong" and case.verdict == "PFSSS")
    for file in (half_right, exercise.solution):
        folder = tmp_path / file.stem
        (folder / exercise.chapter).mkdir(parents=True)
        shutil.copy(file, folder / f"{exercise.slug}.py")
        with Session() as session:
            result = session.grade(Submission(exercise, file, f"{exercise.slug}.py"))
        assert by_plugin(exercise, folder) == verdict_of(result)


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
