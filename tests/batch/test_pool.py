"""A pool grades as a session does, survives the loss of a process, and leaves none."""

import os
import signal
from concurrent.futures import CancelledError
from pathlib import Path

import psutil
import pytest

from asynclings.batch.pool import GradingPool
from asynclings.grading.failures import GraderFault
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.track import Exercise, load


@pytest.fixture
def bakery() -> Exercise:
    (exercise,) = load().find(["bakery"])
    return exercise


def graders() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "asynclings.batch.grader" in child.cmdline()]


def test_the_results_are_those_of_a_session(bakery: Exercise) -> None:
    work = [Submission(bakery, file, "bakery.py") for file in (bakery.solution, bakery.stub, bakery.solution)]
    with GradingPool(2) as pool:
        futures = [pool.grade(submission, seed=3) for submission in work]
        found = [future.result().checks for future in futures]
    with Session() as session:
        assert found == [session.grade(submission, seed=3).checks for submission in work]
    assert graders() == []


def test_a_grader_that_breaks_raises_what_it_raises_in_a_session(bakery: Exercise, tmp_path: Path) -> None:
    broken = Exercise(slug="1_first/gone", title="", points=10, seconds=20, retired=False, root=tmp_path)
    with GradingPool(1) as pool:
        with pytest.raises(GraderFault, match="There is no grader at"):
            pool.grade(Submission(broken, bakery.solution, "gone.py")).result()
        assert pool.grade(Submission(bakery, bakery.solution, "bakery.py")).result().points == 10


def test_a_process_that_is_lost_costs_one_grading_and_is_replaced(bakery: Exercise) -> None:
    submission = Submission(bakery, bakery.solution, "bakery.py")
    with GradingPool(1) as pool:
        pool.grade(submission).result()
        (process,) = graders()
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(GraderFault, match=r"bakery\.py was lost \(exit code -9\)"):
            pool.grade(submission).result()
        assert pool.grade(submission).result().points == 10


def test_what_is_not_done_in_the_end_is_given_up(bakery: Exercise) -> None:
    submission = Submission(bakery, bakery.solution, "bakery.py")
    with GradingPool(1) as pool:
        pool.grade(submission).result()
        under_way, *waiting = [pool.grade(submission) for _ in range(50)]
    assert graders() == []
    for future in waiting[5:]:
        with pytest.raises(CancelledError):
            future.result()
    assert under_way.done()
