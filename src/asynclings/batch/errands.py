"""What a process of the pool can be asked to do."""

from collections.abc import Sequence

import msgspec

from asynclings.grading import session
from asynclings.grading.failures import GraderFault
from asynclings.grading.submission import Submission
from asynclings.report.model import Report, Trust


class GradeOne(msgspec.Struct, frozen=True):
    """Grade a submission, in the session that the process keeps; answered by an `ExerciseResult`."""

    submission: Submission
    seed: int | None

    def __str__(self) -> str:
        return str(self.submission.file)


class GradeAll(msgspec.Struct, frozen=True, kw_only=True):
    """Grade somebody's submissions in a session of their own; answered by a `Graded`.

    A zygote that has run the work of others has nothing to do with theirs.
    """

    submissions: Sequence[Submission]
    seed: int | None
    seconds: float | None
    require: Trust

    def __str__(self) -> str:
        return f"the work in {self.submissions[0].file.parent}" if self.submissions else "nothing"

    def carry_out(self) -> "Graded":
        """Do so. Raises `Trouble`."""
        faults: list[GraderFault] = []
        report = session.grade(
            self.submissions, seed=self.seed, seconds=self.seconds, require=self.require, on_fault=faults.append
        )
        return Graded(report, faults)


class Graded(msgspec.Struct, frozen=True):
    """A report, and the graders' own faults that it had to do without an exercise for."""

    report: Report
    faults: Sequence[GraderFault]
