"""For all tests: which lines a GitHub Actions runner would obey, what workers are told; no file leaves a process."""

import os
from collections.abc import Callable, Iterator, Set
from concurrent.futures import Future
from multiprocessing import resource_tracker
from typing import Any

import pytest

from asynclings.batch.errands import GradeAll, Graded
from asynclings.channel import Channel
from asynclings.grading.failures import GraderFault
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.messages import Advance, Run, encode
from asynclings.report.model import ExerciseResult


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What ``-n auto`` means: one process more than there are processors, as tests wait now and then."""
    return (os.cpu_count() or 1) + 1


def runner_commands(output: str) -> list[str]:
    """The lines of a log that a GitHub Actions runner would obey, whatever it takes for a line's end or a blank.

    Written down a second time on purpose: a judge that took its notions from the package would share its faults.
    """
    nothing = "\x00\x07\x08\x1b\x7f\u200b\u200e\u200f\u202e\u2066\ufeff\u00ad"
    lines = output.splitlines()
    return [line for line in lines if line.strip().strip(nothing).strip().startswith("::") or "##[" in line]


@pytest.fixture(scope="session")
def commands() -> Callable[[str], list[str]]:
    return runner_commands


@pytest.fixture(scope="module", autouse=True)
def no_tracker_stays() -> Iterator[None]:
    """End multiprocessing's tracker of resources: it would stay to the end, and other tests count our children."""
    yield
    resource_tracker._resource_tracker._stop()


class StandInPool:
    """In the place of a `GradingPool`: does here and now, in this process, what it is asked to."""

    def __init__(self, processes: int | None = None, beside: int = 0) -> None:
        self.processes = processes

    def __enter__(self) -> "StandInPool":
        return self

    def __exit__(self, *exception: object) -> None:
        pass

    def grade(self, submission: Submission, *, seed: int | None, seconds: float | None) -> Future[ExerciseResult]:
        raise GraderFault(f"{self.processes} processes, {submission.shown}, {seed}, {seconds}")

    def grade_all(self, errand: GradeAll) -> Future[Graded]:
        future: Future[Graded] = Future()
        try:
            future.set_result(errand.carry_out())
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def stand_in_pool() -> type[StandInPool]:
    return StandInPool


class Told:
    """Everything that workers are told, check by check."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.everything: list[bytes] = []
        send = Channel.send

        def note(channel: Channel, messages: Any) -> None:
            self.everything.append(encode(messages))
            if isinstance(messages[0], Run | Advance):
                self._now.append(messages)
            send(channel, messages)

        self._now: list[Any] = []
        monkeypatch.setattr(Channel, "send", note)

    def by(
        self, session: Session, submission: Submission, seed: int, facets: Set[str] | None = None
    ) -> dict[str, list[Any]]:
        """For each check, what the runs of a right submission are told. All of these checks must pass."""
        found = {}
        grading = session.begin(submission, seed=seed)
        try:
            for check in grading.checks:
                if facets is not None and check.facet not in facets:
                    grading._statuses[check.facet] = "passed"  # so that those who need it are run
                    continue
                self._now = []
                result = grading.verdict(check)
                assert (result.status, result.points) == ("passed", 2), result.message
                found[check.facet] = [_data(*messages) for messages in self._now if _data(*messages)]
        finally:
            grading.close()
        return found


def _data(message: Run | Advance) -> Any:
    """What a message holds of the data of a check. How often a run waits is not the seed's affair."""
    if isinstance(message, Run):
        return message.arguments, message.keywords, message.calls
    return [(arrival.value, arrival.error) for arrival in message.arrivals]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(monkeypatch)
