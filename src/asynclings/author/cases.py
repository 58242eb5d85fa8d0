"""The cases of an exercise: what has to be graded, and what each must get."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from asynclings.author.verdicts import (
    ALL_PASSED,
    NOT_STARTED,
    Verdicts,
    read_verdicts,
    verdict_of,
)
from asynclings.grading.submission import Submission
from asynclings.report.model import ExerciseResult
from asynclings.track import Exercise, TrackError

Kind = Literal["solution", "stub", "touched stub", "right", "wrong"]


@dataclass(frozen=True)
class Case:
    """A submission whose verdict is known.

    ``mistake`` is the one that must be named; 0, none; None, any. ``line`` is a part of the learner's line that must be
    shown; empty, any or none.
    """

    exercise: Exercise
    kind: Kind
    file: Path
    verdict: str
    mistake: int | None = None
    line: str = ""

    @property
    def name(self) -> str:
        """Within the exercise: ``solution``, ``wrong/sequential``."""
        return f"{self.kind}/{_name(self.exercise, self.file)}" if self.kind in ("right", "wrong") else self.kind

    def submission(self, scratch: Path) -> Submission:
        """What is to be graded. A stub that has to be touched is so in a copy, below ``scratch``."""
        file = self.file
        if self.kind == "touched stub":
            file = scratch / self.exercise.slug / self.file.name
            file.parent.mkdir(parents=True, exist_ok=True)
            for name in [self.file.name, *self.exercise.files[1:]]:
                shutil.copyfile(self.file.with_name(name), file.with_name(name))
            with file.open("a", encoding="utf-8") as stub:
                stub.write("\n# I have been here.\n")
        return Submission(self.exercise, file, self.exercise.paths[0])

    def objections(self, result: ExerciseResult) -> list[str]:
        """In what the result is not what it must be: nothing, or a sentence and what the checks said."""
        found = []
        got, points = verdict_of(result), self.verdict.count("P") * self.exercise.points // len(self.verdict)
        if got != self.verdict:
            found.append(f"It must get {self.verdict}, and got {got}.")
        elif result.points != points:
            found.append(f"It must get {points} points, and got {result.points}.")
        lost = [check for check in result.checks if check.status in ("failed", "error")]
        named = lost[0].mistake.number if lost and lost[0].mistake else 0
        if self.mistake is not None and named != self.mistake:
            found.append(f"Its mistake must be {_number(self.mistake)}, and {_number(named)} was named.")
        shown = lost[0].line.text if lost and lost[0].line else ""
        if self.line not in shown:
            found.append(f"The line that it shows must hold `{self.line}`, and it is `{shown}`.")
        if not all(check.message.endswith((".", "…")) for check in lost):
            found.append("A learner is told in sentences, and this is none.")
        return [*found, *(f"{check.facet}: {check.message}" for check in lost)] if found else []


def cases_of(exercise: Exercise) -> list[Case]:
    """All cases for which there are files and verdicts. What is missing, `asynclings.author.defects` tells of."""
    try:
        verdicts = read_verdicts(exercise)
    except TrackError:
        verdicts = Verdicts()
    cases = [
        Case(exercise, "solution", exercise.solution, ALL_PASSED),
        Case(exercise, "stub", exercise.stub, NOT_STARTED),
        Case(exercise, "touched stub", exercise.stub, verdicts.stub),
    ]
    cases += [Case(exercise, "right", file, ALL_PASSED) for file in known(exercise, "right")]
    for file in known(exercise, "wrong"):
        if (expected := verdicts.wrong.get(_name(exercise, file))) is not None:
            cases.append(Case(exercise, "wrong", file, expected.verdict, expected.mistake, expected.line))
    return [case for case in cases if case.file.is_file()]


def known(exercise: Exercise, kind: Literal["right", "wrong"]) -> Iterator[Path]:
    """The submissions of a kind: a file each, or, where submissions have several, a folder with them."""
    folder = exercise.submissions / kind
    yield from sorted(folder.glob(f"*/{exercise.files[0]}" if exercise.files else "*.py"))


def names(exercise: Exercise, kind: Literal["right", "wrong"]) -> set[str]:
    """What the submissions of a kind are called."""
    return {_name(exercise, file) for file in known(exercise, kind)}


def _name(exercise: Exercise, file: Path) -> str:
    return file.parent.name if exercise.files else file.stem


def _number(mistake: int) -> str:
    return f"number {mistake}" if mistake else "none"
