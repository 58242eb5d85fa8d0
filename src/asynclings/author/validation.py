"""Proof that exercises do what they must: what can be seen, and what comes of grading every case."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from asynclings.author.cases import Case, cases_of
from asynclings.author.defects import defects
from asynclings.author.new_exercise import to_do
from asynclings.batch.pool import GradingPool
from asynclings.grading.failures import GraderFault
from asynclings.report.model import ExerciseResult
from asynclings.track import Exercise

Status = Literal["valid", "to do", "defective"]
OnGrading = Callable[[str, int, int], None]
"""Told what was graded, how many gradings are done, and how many there are."""


@dataclass
class Objection:
    """A case that did not get what it must: why, in sentences, and with which seeds."""

    case: Case
    sentences: list[str]
    seeds: list[int]


@dataclass
class Validation:
    """What was found out about an exercise."""

    exercise: Exercise
    to_do: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)

    @property
    def status(self) -> Status:
        if self.to_do:
            return "to do"
        return "defective" if self.defects or self.objections else "valid"


def validate(
    exercises: Sequence[Exercise], seeds: Sequence[int], on_grading: OnGrading | None = None
) -> list[Validation]:
    """Look at each exercise, and grade each of its cases with each of ``seeds``, on all processors.

    An exercise with something left to do is not graded. Raises `Trouble` where the machine does not let us grade.
    """
    validations = [_look(exercise) for exercise in exercises]
    with TemporaryDirectory(prefix="asynclings-author-") as scratch, GradingPool() as pool:
        work: list[tuple[Validation, Case, int, Future[ExerciseResult]]] = []
        for validation in validations:
            for case in validation.cases:
                submission = case.submission(Path(scratch))
                work += [(validation, case, seed, pool.grade(submission, seed=seed)) for seed in seeds]
        for number, (validation, case, seed, future) in enumerate(work, 1):
            if sentences := objections(case, future):
                _object(validation, case, sentences, seed)
            if on_grading is not None:
                on_grading(f"{case.exercise.slug} {case.name}", number, len(work))
    return validations


def objections(case: Case, future: Future[ExerciseResult]) -> list[str]:
    """In what a grading is not what it must be, in sentences; a grader that breaks is one of them."""
    try:
        return case.objections(future.result())
    except GraderFault as fault:
        return [str(fault)]


def _look(exercise: Exercise) -> Validation:
    if left := to_do(exercise):
        return Validation(exercise, to_do=left)
    return Validation(exercise, defects=defects(exercise), cases=cases_of(exercise))


def _object(validation: Validation, case: Case, sentences: list[str], seed: int) -> None:
    """Gradings of a case that are objected to for the same reason are told of once: its first sentence."""
    for objection in validation.objections:
        if objection.case == case and objection.sentences[0] == sentences[0]:
            objection.seeds.append(seed)
            return
    validation.objections.append(Objection(case, sentences, [seed]))
