"""Grading clones of learners' repositories, one after another, with this kit.

Of a clone nothing is taken but the files of its exercises. Nothing in it is run outside a worker, and git is not asked:
a clone's configuration may name programs to run.
"""

import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from asynclings.batch.claims import claim_of
from asynclings.batch.clones import Clone, why_not
from asynclings.batch.comparison import Compare
from asynclings.batch.model import Regraded
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
    on_start: session.OnStart
    on_check: session.OnCheck
    on_fault: session.OnFault

    def grade(
        self, clones: Sequence[Clone], begin: Callable[[Clone], None]
    ) -> Iterator[tuple[Regraded, Report | None]]:
        """Each clone with its report. One that cannot be graded has none, and is followed by the next."""
        for clone in clones:
            begin(clone)
            try:
                yield self._graded(clone)
            except Trouble as trouble:
                yield _not_graded(clone, str(trouble)), None
            except Exception as error:  # ours: it is told in the end, and costs the others nothing
                self.on_fault(GraderFault(f"{clone.name}: {error!r}.\n{''.join(traceback.format_exception(error))}"))
                yield _not_graded(clone, f"The kit itself is at fault: {type(error).__name__}: {error}."), None

    def _graded(self, clone: Clone) -> tuple[Regraded, Report | None]:
        if problem := why_not(clone, self.track):
            return _not_graded(clone, problem), None
        report = self._report(clone)
        regraded = Regraded(
            clone=clone.name,
            folder=str(clone.folder),
            points=report.points,
            exercises={exercise.slug: exercise.points for exercise in report.exercises},
            claim=None if self.claims is None else claim_of(clone.name, self.claims, report),
            comparison=self.compare(clone.folder),
        )
        return regraded, report

    def _report(self, clone: Clone) -> Report:
        work = Work(clone.folder)
        return session.grade(  # a zygote of its own: nothing of one clone's grading is there when the next begins
            [submission_in(work, exercise) for exercise in self.exercises],
            seed=self.seed,
            seconds=self.seconds,
            require=self.require,
            on_start=self.on_start,
            on_check=self.on_check,
            on_fault=self.on_fault,
        )


def _not_graded(clone: Clone, problem: str) -> Regraded:
    return Regraded(clone=clone.name, folder=str(clone.folder), problem=problem)
