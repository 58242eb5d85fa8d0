"""A grading: many submissions, one zygote, one seed, one report."""

import secrets
from collections.abc import Callable, Sequence, Set

from asynclings.grading.engine import Engine, Order, Program
from asynclings.grading.exercise import ExerciseGrading, lost
from asynclings.grading.failures import GraderFault
from asynclings.grading.isolation import isolation_of
from asynclings.grading.submission import Submission
from asynclings.kit import kit_version
from asynclings.report.model import CheckResult, ExerciseResult, Isolation, Report
from asynclings.sandbox.keeper import Keeper, take
from asynclings.track import Exercise
from asynclings.trouble import Trouble
from asynclings.world.world import World

__all__ = ["EnvironmentTrouble", "GraderFault", "Session", "Submission", "grade"]

OnStart = Callable[[Exercise], None]
OnCheck = Callable[[Exercise, CheckResult], None]
OnFault = Callable[[GraderFault], None]


class EnvironmentTrouble(Trouble):
    """The machine does not let us grade."""


class Session:
    """Grades submissions with one zygote. A context manager; the seed decides all data that the checks draw.

    ``without`` leaves out layers of isolation, to show what the others are worth; see `asynclings.sandbox.layers`.
    """

    def __init__(self, seed: int | None = None, seconds: float | None = None, without: Set[str] = frozenset()) -> None:
        self.seed = secrets.randbelow(2**32) if seed is None else seed
        self._seconds = seconds
        self._keeper = _take(without)
        self._engine = Engine(self._keeper)
        self._graded = 0

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *exception: object) -> None:
        self._keeper.close()

    def begin(self, submission: Submission, *, seed: int | None = None) -> ExerciseGrading:
        """The grading of one submission, check by check. ``seed`` stands in for the session's own."""
        self._graded += 1
        return ExerciseGrading(
            submission, self._engine, self._graded, self.seed if seed is None else seed, self._seconds
        )

    def grade(
        self, submission: Submission, on_check: OnCheck | None = None, *, seed: int | None = None
    ) -> ExerciseResult:
        """Grade one submission. ``seed`` stands in for the session's own."""
        grading = self.begin(submission, seed=seed)
        try:
            return grading.grade(None if on_check is None else lambda result: on_check(submission.exercise, result))
        finally:
            grading.close()

    def isolation(self) -> Isolation:
        """The layers that a worker of this session has: measured by a run of an empty program."""
        layers = self._engine.layers or self._probe()
        return isolation_of(layers)

    def _probe(self) -> tuple[str, ...]:
        folder = self._keeper.folder / "probe"
        folder.mkdir(exist_ok=True)
        (folder / "probe.py").write_text("def probe():\n    return None\n", encoding="utf-8")
        self._engine.run(Program(folder, ("probe.py",), "probe"), Order("probe", (), "sync"), World([], {}))
        return self._engine.layers

    def report(self, results: Sequence[ExerciseResult]) -> Report:
        """The report of these results."""
        return Report(
            kit_version=kit_version(),
            seed=self.seed,
            points=sum(result.points for result in results),
            max_points=sum(result.max_points for result in results),
            exercises=tuple(results),
            isolation=self.isolation(),
        )


def grade(
    submissions: Sequence[Submission],
    *,
    seed: int | None = None,
    seconds: float | None = None,
    on_start: OnStart | None = None,
    on_check: OnCheck | None = None,
    on_fault: OnFault | None = None,
) -> Report:
    """Grade submissions. Raises `EnvironmentTrouble`, and `GraderFault` unless ``on_fault`` takes it.

    With ``on_fault`` a fault of one grader costs that exercise alone; the others are graded all the same.
    """
    with Session(seed, seconds) as session:
        results = []
        for submission in submissions:
            if on_start is not None:
                on_start(submission.exercise)
            try:
                results.append(session.grade(submission, on_check))
            except GraderFault as fault:
                if on_fault is None:
                    raise
                on_fault(fault)
                results.append(lost(submission, fault))
        return session.report(results)


def _take(without: Set[str]) -> Keeper:
    try:
        return take(without)
    except OSError as error:
        raise EnvironmentTrouble(
            f"The process that runs submissions cannot be started: {error}. Try `asynclings doctor`."
        ) from error
