"""An assignment of any single exercise can be solved: with the kit's solution it earns all points.

What it is graded with is drawn from the seed: what is drawn here is drawn everywhere, and with another seed other data.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading.session import Session
from asynclings.grading.submission import Submission, submission_in
from asynclings.kit import kit_root
from asynclings.scaffold import scaffold
from asynclings.track import Exercise, load
from asynclings.track.work import Work

COURSE = load()


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session() as opened:
        yield opened


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_an_exercise_alone_is_given_graded_and_solved(
    exercise: Exercise, session: Session, tmp_path: Path, told: Any
) -> None:
    scaffold(tmp_path / "alone", {"exercises": [exercise.slug]})
    work = Work(tmp_path / "alone")
    assert work.present(COURSE.exercises) == (exercise,)
    assert session.grade(submission_in(work, exercise)).status == "not_started"
    for path in exercise.paths:
        shutil.copyfile(kit_root() / "solutions" / path, work.folder / "exercises" / path)
    alone = told.by(session, submission_in(work, exercise), seed=1)
    assert len(alone) == 5

    solution = Submission(exercise, exercise.solution, exercise.slug)
    if "processes" not in exercise.policy:  # they take as long again; benchmarks/flakes.py grades them repeatedly
        assert alone == told.by(session, solution, seed=1), "the same seed has drawn other data"
    same = set(alone)
    for seed in range(2, 6):  # where there is little to draw, two may draw the same
        if same:
            other = told.by(session, solution, seed, same)
            same = {facet for facet in same if alone[facet] == other[facet]}
    assert not same, "other seeds have drawn the same data"
