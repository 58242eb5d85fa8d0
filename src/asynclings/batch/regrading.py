"""Grading clones of learners' repositories with this kit, several at once.

Of a clone nothing is taken but the files of its exercises. Nothing in it is run outside a worker, and git is not asked:
a clone's configuration may name programs to run.
"""

import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import msgspec

from asynclings.batch.claims import claim_of
from asynclings.batch.clones import Clone, why_not
from asynclings.batch.comparison import Compare
from asynclings.batch.errands import GradeAll, Graded
from asynclings.batch.model import Regraded
from asynclings.batch.pool import GradingPool
from asynclings.grading import session
from asynclings.grading.failures import GraderFault
from asynclings.grading.submission import submission_in
from asynclings.report.model import Report, Trust
from asynclings.track import Exercise, Track
from asynclings.track.work import Work
from asynclings.trouble import Trouble


class Regrading(msgspec.Struct, frozen=True, kw_only=True):
    """What all clones are graded by: the same exercises, and, because it is fair, the same data, drawn from ``seed``.

    ``require`` is asked of the machine anew for each clone. ``claims`` is the folder of what learners' own runs said,
    if there is one.
    """

    track: Track
    exercises: tuple[Exercise, ...]
    seed: int
    seconds: float | None
    require: Trust
    compare: Compare
    claims: Path | None
    on_fault: session.OnFault

    def grade(self, clones: Sequence[Clone], pool: GradingPool) -> Iterator[tuple[Regraded, Report | None]]:
        """Each clone with its report, in their order. One that cannot be graded has none, and stops no other."""
        begun = deque((clone, self._begun(clone, pool)) for clone in clones)
        while begun:  # what has been told of is not kept
            clone, graded = begun.popleft()
            try:
                yield self._regraded(clone, graded.result())
            except Trouble as trouble:
                yield _not_graded(clone, str(trouble)), None
            except Exception as error:  # ours: it is told in the end, and costs the others nothing
                detail = "".join(traceback.format_exception(error))
                what = str(error) if isinstance(error, GraderFault) else f"{type(error).__name__}: {error}.\n{detail}"
                self.on_fault(GraderFault(f"{clone.name}: {what}"))
                first, *_ = what.splitlines()
                yield _not_graded(clone, f"The kit itself is at fault: {first}"), None

    def _begun(self, clone: Clone, pool: GradingPool) -> Future[Graded]:
        """What will come of grading a clone; also where it cannot be graded."""
        try:
            if problem := why_not(clone, self.track):
                raise Trouble(problem)
            work = Work(clone.folder)
            submissions = tuple(submission_in(work, exercise) for exercise in self.exercises)
            errand = GradeAll(submissions=submissions, seed=self.seed, seconds=self.seconds, require=self.require)
            return pool.grade_all(errand)
        except Exception as error:
            failed: Future[Graded] = Future()
            failed.set_exception(error)
            return failed

    def _regraded(self, clone: Clone, graded: Graded) -> tuple[Regraded, Report | None]:
        for fault in graded.faults:
            self.on_fault(GraderFault(fault))
        report = graded.report
        regraded = Regraded(
            clone=clone.name,
            folder=str(clone.folder),
            points=report.points,
            exercises={exercise.slug: exercise.points for exercise in report.exercises},
            claim=None if self.claims is None else claim_of(clone.name, self.claims, report),
            comparison=self.compare(clone.folder),
        )
        return regraded, report


def _not_graded(clone: Clone, problem: str) -> Regraded:
    return Regraded(clone=clone.name, folder=str(clone.folder), problem=problem)
