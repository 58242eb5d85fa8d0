"""An assignment of any single exercise can be solved: with the kit's solution it earns all points."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from asynclings.grading.session import Session
from asynclings.grading.submission import submission_in
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
def test_an_exercise_alone_is_given_graded_and_solved(exercise: Exercise, session: Session, tmp_path: Path) -> None:
    scaffold(tmp_path / "alone", {"exercises": [exercise.slug]})
    work = Work(tmp_path / "alone")
    assert work.present(COURSE.exercises) == (exercise,)
    assert session.grade(submission_in(work, exercise)).status == "not_started"
    for path in exercise.paths:
        shutil.copyfile(kit_root() / "solutions" / path, work.folder / "exercises" / path)
    result = session.grade(submission_in(work, exercise))
    assert (result.points, result.status) == (10, "passed"), [check.message for check in result.checks]
