"""Grading one exercise: its checks in order, each with its needs, into a result with a fixed denominator."""

import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from asynclings.grading.checks import Check, load_checks
from asynclings.grading.engine import Engine
from asynclings.grading.environment import dependent_on_the_machine
from asynclings.grading.evidence import evidence_of, line_of
from asynclings.grading.failures import CannotRun, CheckFailed, GraderFault
from asynclings.grading.lab import Lab
from asynclings.grading.mistakes import mistake
from asynclings.grading.program import Program
from asynclings.grading.submission import Refused, Submission, refuse_linked_folders, take
from asynclings.report.model import CheckResult, CheckStatus, Evidence, ExerciseResult, ExerciseStatus
from asynclings.sandbox.folders import remove
from asynclings.trouble import Trouble

OnCheck = Callable[[CheckResult], None]


class ExerciseGrading:
    """The grading of one submission: what its checks have found so far."""

    def __init__(
        self, submission: Submission, engine: Engine, folder_number: int, seed: int, seconds: float | None = None
    ) -> None:
        self.submission = submission
        self.exercise = submission.exercise
        self.checks = load_checks(self.exercise.grader)
        self.points_each, rest = divmod(self.exercise.points, len(self.checks))
        if rest:
            raise GraderFault(
                f"{self.exercise.slug}: {self.exercise.points} points cannot be shared by {len(self.checks)} checks."
            )
        self._engine = engine
        self._seed = seed
        self._seconds = seconds if seconds is not None else self.exercise.seconds
        # A name that no submission graded before could guess, and take.
        self._folder = Path(tempfile.mkdtemp(dir=engine.folder, prefix=f"submission-{folder_number}-"))
        self._statuses: dict[str, str] = {}
        self._program: Program | None = None
        self._refusal = ""
        self.untouched = False
        try:
            refuse_linked_folders(submission)
            self._program = take(
                submission.file, self._folder / self.exercise.name, self.exercise.driver, self.exercise.files[1:]
            )
        except Refused as refused:
            self._refusal = str(refused)
        else:  # the copy is looked at: the file itself could be anything
            self.untouched = self.exercise.untouched(self._program.folder / submission.file.name)

    def close(self) -> None:
        """Throw the copy away."""
        remove(self._folder)

    def verdict(self, check: Check) -> CheckResult:
        """Run one check. Raises `GraderFault` if the check itself is at fault."""
        result = self._verdict(check)
        self._statuses[check.facet] = result.status
        return result

    def _verdict(self, check: Check) -> CheckResult:
        if self.untouched:
            return self._result(check, "skipped", "not started: this still is the file you began with")
        if check.needs is not None and self._status_of(check.needs) != "passed":
            return self._result(check, "skipped", f"needs {check.needs}")
        if self._program is None:
            return self._result(check, "error", self._refusal)
        seed = f"{self._seed}/{self.exercise.slug}/{check.id}"
        lab = Lab(self._engine, self._program, seed, self._seconds, self.exercise.policy)
        try:
            with dependent_on_the_machine():
                check.function(lab)
        except CheckFailed as failed:
            return self._failed(check, failed, lab, self._program)
        except Trouble:  # of the machine's
            raise
        except GraderFault as fault:
            raise GraderFault(f"The check {check.id} of {self.exercise.slug} is at fault: {fault}") from fault
        except Exception as error:
            detail = "".join(traceback.format_exception(error))
            what = f"{type(error).__name__}: {error}".partition("\n")[0].rstrip(".")
            raise GraderFault(f"The check {check.id} of {self.exercise.slug} is at fault: {what}.\n{detail}") from None
        if not lab.runs:
            raise GraderFault(f"The check {check.id} of {self.exercise.slug} passed without a single run.")
        return self._result(check, "passed", evidence=evidence_of(lab.runs[-1]))

    def _status_of(self, facet: str) -> str:
        """That of an earlier check, which is run now if it was left out: pytest can be told to run a single one."""
        if facet not in self._statuses:
            self.verdict(next(check for check in self.checks if check.facet == facet))
        return self._statuses[facet]

    def _failed(self, check: Check, failed: CheckFailed, lab: Lab, program: Program) -> CheckResult:
        run = failed.run or (lab.runs[-1] if lab.runs else None)
        return msgspec.structs.replace(
            self._result(check, "error" if isinstance(failed, CannotRun) else "failed", failed.message),
            mistake=mistake(failed.mistake),
            line=line_of(failed.where, program) if failed.where is not None else None,
            evidence=evidence_of(run) if run is not None else None,
        )

    def _result(
        self, check: Check, status: CheckStatus, message: str = "", evidence: Evidence | None = None
    ) -> CheckResult:
        return CheckResult(
            id=check.id,
            facet=check.facet,
            title=check.title,
            status=status,
            points=self.points_each if status == "passed" else 0,
            max_points=self.points_each,
            message=message,
            evidence=evidence,
        )

    def result(self, checks: Sequence[CheckResult], seconds: float = 0.0) -> ExerciseResult:
        """The whole; the denominator is the exercise's, whatever ran."""
        statuses = {check.status for check in checks}
        status: ExerciseStatus
        if self.untouched:
            status = "not_started"
        elif "error" in statuses:
            status = "error"
        else:
            status = "passed" if statuses == {"passed"} else "failed"
        return ExerciseResult(
            slug=self.exercise.slug,
            title=self.exercise.title,
            path=self.submission.shown,
            points=sum(check.points for check in checks),
            max_points=self.exercise.points,
            status=status,
            checks=tuple(checks),
            seconds=seconds,
            policy=self.exercise.policy,
        )

    def grade(self, on_check: OnCheck | None = None) -> ExerciseResult:
        """Run all checks."""
        begun = time.monotonic()
        found = []
        for check in self.checks:
            found.append(self.verdict(check))
            if on_check is not None:
                on_check(found[-1])
        return self.result(found, time.monotonic() - begun)


def lost(submission: Submission, fault: GraderFault) -> ExerciseResult:
    """The result of an exercise that could not be graded because the kit is at fault."""
    exercise = submission.exercise
    check = CheckResult(
        id="grader",
        facet="Grader",
        title="The exercise can be graded.",
        status="error",
        points=0,
        max_points=exercise.points,
        message=f"The kit itself is at fault, not your work: {str(fault).splitlines()[0]} Please tell its authors.",
    )
    return ExerciseResult(
        slug=exercise.slug,
        title=exercise.title,
        path=submission.shown,
        points=0,
        max_points=exercise.points,
        status="error",
        checks=(check,),
        policy=exercise.policy,
    )
