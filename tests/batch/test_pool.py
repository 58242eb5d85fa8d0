"""A pool grades as a session does, survives the loss of a process, and leaves none."""

import errno
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import psutil
import pytest

from asynclings.batch import pool as batch
from asynclings.batch.errands import Failed, GradedOne, GradeOne, decode_answer, decode_errand, encode
from asynclings.batch.pool import GradingPool
from asynclings.grading.environment import EnvironmentTrouble
from asynclings.grading.failures import GraderFault
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.track import Exercise, load
from asynclings.trouble import Trouble


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


def test_the_way_to_a_submission_need_not_be_text(bakery: Exercise, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    file = Path(shutil.copy(bakery.solution, folder / "bakery.py"))
    with GradingPool(1) as pool:
        result = pool.grade(Submission(bakery, file, f"{folder.name}/bakery.py", below=tmp_path)).result()
    assert (result.path, result.points) == ("caf\ufffd/bakery.py", 10)


def test_a_run_may_take_the_seconds_that_are_asked_for(bakery: Exercise) -> None:
    submission = Submission(bakery, bakery.solution, "bakery.py")
    with GradingPool(1) as pool:
        (hurried, *_) = pool.grade(submission, seconds=1e-9).result().checks
        (usual, *_) = pool.grade(submission).result().checks
    assert (hurried.status, usual.status) == ("error", "passed")
    assert hurried.message.startswith(
        "While it was imported: after 1e-09 s of real time it had not ended, and was ended."
    )


@pytest.mark.parametrize(
    ("error", "kind"), [(EnvironmentTrouble("full"), Trouble), (GraderFault("a bug"), GraderFault)]
)
def test_what_went_wrong_comes_back_as_what_it_was(error: Trouble | GraderFault, kind: type[Exception]) -> None:
    answer = decode_answer(encode(Failed.of(error)))
    assert isinstance(answer, Failed)
    assert (type(answer.error()), str(answer.error())) == (kind, str(error))


def test_what_travels_is_data_and_is_not_unpickled() -> None:
    planted = pickle.dumps(GradedOne)
    for decode in (decode_errand, decode_answer):
        with pytest.raises(msgspec.DecodeError):
            decode(planted)


def test_a_grader_that_breaks_raises_what_it_raises_in_a_session(bakery: Exercise, tmp_path: Path) -> None:
    broken = Exercise(slug="1_first/gone", title="", points=10, seconds=20, retired=False, root=tmp_path)
    with GradingPool(1) as pool:
        with pytest.raises(GraderFault, match="There is no grader at"):
            pool.grade(Submission(broken, bakery.solution, "gone.py")).result()
        assert pool.grade(Submission(bakery, bakery.solution, "bakery.py")).result().points == 10


def test_a_process_that_is_lost_costs_one_grading_and_is_replaced(
    bakery: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    submission = Submission(bakery, bakery.solution, "bakery.py")
    with GradingPool(1) as pool:
        pool.grade(submission).result()
        (process,) = graders()
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(GraderFault, match=r"bakery\.py was lost \(exit code -9\)"):
            pool.grade(submission).result()
        assert list(tmp_path.iterdir()) == [], "it could not tidy up itself"
        assert pool.grade(submission).result().points == 10
    assert list(tmp_path.iterdir()) == []


def test_one_whose_asker_has_gone_ends_in_peace(bakery: Exercise) -> None:
    ours, theirs = Pipe()
    command = [sys.executable, "-I", "-m", "asynclings.batch.grader", str(theirs.fileno()), "1"]
    with subprocess.Popen(command, pass_fds=[theirs.fileno()], stderr=subprocess.PIPE, text=True) as process:
        theirs.close()
        errand = GradeOne(submission=Submission(bakery, bakery.solution, "bakery.py"), seed=None, seconds=None)
        ours.send_bytes(encode(errand))
        ours.close()
        assert process.communicate(timeout=60) == (None, "")
    assert process.returncode == 0


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


# ---------------------------------------------------------------- processes of the pool that go their own way

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Start], list[subprocess.Popen[bytes]]]]:
    """``started(start)`` has the pool start its processes so; what it started. None of them outlives the test."""
    processes: list[subprocess.Popen[bytes]] = []

    def start_so(start: Start) -> list[subprocess.Popen[bytes]]:
        def begin(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
            processes.append(start(command, **options))
            return processes[-1]

        monkeypatch.setattr(batch.subprocess, "Popen", begin)
        return processes

    yield start_so
    for process in processes:
        process.kill()
        process.wait()


def test_a_process_that_is_being_started_when_all_is_over_is_ended_too(
    bakery: Exercise, started: Callable[[Start], list[subprocess.Popen[bytes]]]
) -> None:
    popen, ending = subprocess.Popen, []

    def start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        ending.append(Thread(target=grader.end))
        ending[0].start()
        return popen(command, **options)

    processes, grader = started(start), batch._Grader(at_once=1)
    with pytest.raises(GraderFault, match=r"bakery\.py was ended"):
        grader.carry_out(GradeOne(submission=Submission(bakery, bakery.solution, "bakery.py"), seed=None, seconds=None))
    ending[0].join()
    assert [process.poll() is not None for process in processes] == [True]


def test_a_process_that_says_no_more_and_stays_is_killed(
    bakery: Exercise, started: Callable[[Start], list[subprocess.Popen[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    popen = subprocess.Popen

    def mute(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        program = f"import os, signal; os.close({command[-2]}); signal.pause()"
        return popen([sys.executable, "-c", program], **options)

    monkeypatch.setattr(batch, "PATIENCE", 0)
    processes, open_before = started(mute), psutil.Process().num_fds()
    with GradingPool(1) as pool:
        with pytest.raises(GraderFault, match=r"bakery\.py was lost \(exit code -9\)"):
            pool.grade(Submission(bakery, bakery.solution, "bakery.py")).result()
        assert [process.returncode for process in processes] == [-signal.SIGKILL]
    assert psutil.Process().num_fds() == open_before


def test_where_no_process_can_be_started_it_is_the_machine(
    bakery: Exercise, started: Callable[[Start], list[subprocess.Popen[bytes]]]
) -> None:
    def refuse(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    started(refuse)
    with GradingPool(1) as pool, pytest.raises(EnvironmentTrouble, match="Resource temporarily unavailable"):
        pool.grade(Submission(bakery, bakery.solution, "bakery.py")).result()


def test_each_process_knows_how_many_grade_at_once(
    bakery: Exercise, started: Callable[[Start], list[subprocess.Popen[bytes]]]
) -> None:
    """They share the limit on processes of their user."""
    popen, commands = subprocess.Popen, []

    def start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        commands.append(command)
        return popen(command, **options)

    started(start)
    with GradingPool(2, beside=1) as pool:
        pool.grade(Submission(bakery, bakery.solution, "bakery.py")).result()
    assert [command[-1] for command in commands] == ["3"]
