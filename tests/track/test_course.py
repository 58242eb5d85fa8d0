"""The course as it ships: every exercise is whole, and no fact about it stands in two places that disagree."""

import ast

import pytest

from asynclings.track import Exercise, load

COURSE = load()


def every_exercise(function: object) -> object:
    cases = [pytest.param(exercise, id=exercise.slug) for exercise in COURSE.exercises]
    return pytest.mark.parametrize("exercise", cases)(function)  # type: ignore[arg-type]


def test_every_chapter_has_an_exercise_and_they_come_in_order() -> None:
    slugs = [chapter.slug for chapter in COURSE.chapters]
    order = [exercise.chapter for exercise in COURSE.exercises]
    assert list(dict.fromkeys(order)) == slugs
    assert order == sorted(order, key=slugs.index)


@every_exercise
def test_all_files_are_there(exercise: Exercise) -> None:
    for file in (exercise.stub, exercise.instructions, exercise.solution, exercise.grader):
        assert file.is_file()


@every_exercise
def test_both_titles_agree(exercise: Exercise) -> None:
    assert exercise.front_matter.title == exercise.title
    assert f"\n# {exercise.title}\n" in exercise.instructions.read_text(encoding="utf-8")


@every_exercise
def test_there_are_three_steps_of_help(exercise: Exercise) -> None:
    hints = exercise.hints()
    assert len(hints) == 3
    assert all(hint.title and hint.text for hint in hints)
    assert "\n## Hints\n" in exercise.instructions.read_text(encoding="utf-8")


@every_exercise
def test_a_stub_states_its_task_and_marks_the_place(exercise: Exercise) -> None:
    source = exercise.stub.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source))
    assert "# TODO" in source


@every_exercise
def test_an_exercise_is_worth_ten_points(exercise: Exercise) -> None:
    assert exercise.points == 10


def test_the_three_trees_hold_nothing_that_the_track_does_not_list() -> None:
    root = COURSE.exercises[0].root
    listed = {file for e in COURSE.exercises for file in (e.stub, e.instructions, e.solution, e.grader, e.driver)}
    listed |= {root / "exercises" / chapter.slug / "README.md" for chapter in COURSE.chapters}
    found = {
        file
        for tree in ("exercises", "solutions", "graders")
        for file in (root / tree).glob("*/*")
        if file.is_file() and file.suffix in (".py", ".md")
    }
    assert found <= listed
