"""A grading: many submissions, one zygote, one seed, one report."""

import secrets
from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from typing import TYPE_CHECKING

from asynclings.grading.checks import load_checks
from asynclings.grading.engine import Engine
from asynclings.grading.environment import EnvironmentTrouble, dependent_on_the_machine
from asynclings.grading.exercise import ExerciseGrading, lost
from asynclings.grading.failures import GraderFault
from asynclings.grading.isolation import demand, examine, isolation_of, with_processes
from asynclings.grading.submission import Submission
from asynclings.kit import kit_version
from asynclings.report.model import CheckResult, ExerciseResult, Isolation, Report, Trust
from asynclings.sandbox.keeper import Keeper, take
from asynclings.sandbox.separation import separated
from asynclings.track import Exercise

if TYPE_CHECKING:
    from concurrent.futures import Future  # its import takes some of the time that a learner waits

OnStart = Callable[[Exercise], None]
OnCheck = Callable[[Exercise, CheckResult], None]
OnFault = Callable[[GraderFault], None]
Ahead = Callable[[Submission, int], "Future[ExerciseResult]"]
"""Begins to grade a submission with a seed, elsewhere and meanwhile; see `asynclings.batch.pool`."""


class Session:
    """Grades submissions with one zygote. A context manager; the seed decides all data that the checks draw.

    ``without`` leaves out layers of isolation, to show what the others are worth; see `asynclings.sandbox.layers`. What
    workers, and not the zygote, take on can be left out later, too: ``engine.without``. With others that grade at the
    same time there are ``at_once`` sessions.
    """

    def __init__(
        self,
        seed: int | None = None,
        seconds: float | None = None,
        without: Set[str] = frozenset(),
        at_once: int = 1,
    ) -> None:
        self.seed = secrets.randbelow(2**32) if seed is None else seed
        self._seconds = seconds
        self._keeper = _take(without)
        self.engine = Engine(self._keeper, at_once)
        self._graded = 0
        self._isolation: Isolation | None = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *exception: object) -> None:
        self._keeper.close()

    def begin(
        self, submission: Submission, *, seed: int | None = None, seconds: float | None = None
    ) -> ExerciseGrading:
        """The grading of one submission, check by check. ``seed`` and ``seconds`` stand in for the session's own."""
        self._graded += 1
        seed = self.seed if seed is None else seed
        seconds = self._seconds if seconds is None else seconds
        with dependent_on_the_machine():
            return ExerciseGrading(submission, self.engine, self._graded, seed, seconds)

    def grade(
        self,
        submission: Submission,
        on_check: OnCheck | None = None,
        *,
        seed: int | None = None,
        seconds: float | None = None,
    ) -> ExerciseResult:
        """Grade one submission. ``seed`` and ``seconds`` stand in for the session's own."""
        grading = self.begin(submission, seed=seed, seconds=seconds)
        try:
            return grading.grade(None if on_check is None else lambda result: on_check(submission.exercise, result))
        finally:
            grading.close()

    def isolation(self, processes: bool = False) -> Isolation:
        """How well workers of this session are kept from the machine: a canary tries it, the first time.

        With ``processes`` it says how such workers share memory even if there was none yet.
        """
        with dependent_on_the_machine():
            if self._isolation is None:
                self._isolation = examine(self.engine)
        if processes:
            self.know_processes()
        return self._known()

    def know_processes(self) -> None:
        """Find out how workers with processes share memory, if there was none of them yet."""
        if not any("processes" in policy for policy in self.engine.taken_on):
            with dependent_on_the_machine():
                examine(self.engine, policy=("processes",))

    def _known(self) -> Isolation:
        """What a canary found; if none was sent, what the workers have said of themselves."""
        said = self.engine.taken_on
        known = self._isolation or isolation_of(next(iter(said.values()), ()), {})
        with_them = next((layers for policy, layers in said.items() if "processes" in policy), None)
        return known if with_them is None else with_processes(known, with_them)

    def report(self, results: Sequence[ExerciseResult]) -> Report:
        """The report of these results."""
        return Report(
            kit_version=kit_version(),
            seed=self.seed,
            points=sum(result.points for result in results),
            max_points=sum(result.max_points for result in results),
            exercises=tuple(results),
            isolation=self._known(),
        )


def grade(
    submissions: Sequence[Submission],
    *,
    seed: int | None = None,
    seconds: float | None = None,
    require: Trust | None = "basic",
    on_start: OnStart | None = None,
    on_check: OnCheck | None = None,
    on_fault: OnFault | None = None,
    ahead: Ahead | None = None,
    at_once: int = 1,
) -> Report:
    """Grade submissions. Raises `EnvironmentTrouble`, and `GraderFault` unless ``on_fault`` takes it.

    Where the machine is shielded less well than ``require`` asks, nothing is run: `NotIsolated`. With None no canary
    is sent, which saves a learner the time of a run; what the report then says of the isolation was not tried.
    With ``on_fault`` a fault of one grader costs that exercise alone; the others are graded all the same.
    With ``ahead`` submissions are graded from the last one on while they are graded here from the first; but only where
    the kernel keeps them from each other. The report is the same. ``at_once`` is how many are graded at the same time,
    here and elsewhere.
    """
    with Session(seed, seconds, at_once=at_once) as session:
        if require is not None:
            demand(require, session.isolation())
        for submission in submissions:
            # Now, before there is anybody who could rewrite them: without the kernel's layers a submission might.
            with suppress(GraderFault):  # whose it is, is said when it is graded
                load_checks(submission.exercise.grader)
        others = _ahead(submissions, session.seed, ahead)
        results: list[ExerciseResult] = []
        told: list[ExerciseResult] = []
        for submission in submissions:
            if on_start is not None:
                on_start(submission.exercise)
            try:
                other = others.pop()
                if other is None or other.cancel():
                    results.append(session.grade(submission, on_check))
                else:
                    told.append(_told(submission, other.result(), on_check))
                    results.append(told[-1])
            except GraderFault as fault:
                if on_fault is None:
                    raise
                on_fault(fault)
                results.append(lost(submission, fault))
        if any("processes" in result.policy and result.status != "not_started" for result in told):
            session.know_processes()
        return session.report(results)


def _ahead(submissions: Sequence[Submission], seed: int, ahead: Ahead | None) -> "list[Future[ExerciseResult] | None]":
    """What is being graded elsewhere, the last submission first; None for what is not."""
    processes = any("processes" in submission.exercise.policy for submission in submissions)
    if ahead is None or not separated(processes):
        return [None for _ in submissions]
    return [ahead(submission, seed) for submission in reversed(submissions)]


def _told(submission: Submission, result: ExerciseResult, on_check: OnCheck | None) -> ExerciseResult:
    if on_check is not None:
        for check in result.checks:
            on_check(submission.exercise, check)
    return result


def _take(without: Set[str]) -> Keeper:
    try:
        return take(without)
    except OSError as error:
        raise EnvironmentTrouble(
            f"The process that runs submissions cannot be started: {error}. Try `asynclings doctor`."
        ) from error
