"""demo: the whole way, from scaffold to score."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings import scaffold, track
from asynclings.cli import demo

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def without_copier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of copier: the files that matter here. tests/template holds copier to its word."""

    def files(folder: Path) -> None:
        for exercise in track.load().exercises:
            file = folder / "exercises" / f"{exercise.slug}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(exercise.stub.read_bytes())

    monkeypatch.setattr(scaffold, "scaffold", files)


def test_it_says_what_it_has_done_and_prints_the_report(asynclings: Run, grader: Any, tmp_path: Path) -> None:
    outcome = asynclings("demo", "--keep", tmp_path / "kept")
    assert outcome.code == 0
    said = dict(line.strip().split(": ") for line in outcome.out.splitlines() if line.startswith("  ") and ": " in line)
    assert set(said.values()) >= {"solved", "half solved", "not started"}
    begun = [slug for slug, what in said.items() if what in ("solved", "half solved")]
    assert said[f"{len(track.load().exercises) - len(begun)} others"] == "not started"
    points = sum(exercise.points for exercise in track.load().exercises)
    assert f"{points} of {points} points" in outcome.out
    for exercise in track.load().exercises:
        file = tmp_path / "kept" / "exercises" / f"{exercise.slug}.py"
        assert grader.graded[exercise.slug] == (file, f"exercises/{exercise.slug}.py")
        if said.get(exercise.slug) == "solved":
            assert file.read_bytes() == exercise.solution.read_bytes()
        assert exercise.untouched(file) == (exercise.slug not in begun)


def test_without_keep_nothing_is_left(asynclings: Run, grader: Any) -> None:
    assert asynclings("demo").code == 0
    (file, _), *_ = grader.graded.values()
    assert "asynclings-" in str(file)
    assert not file.parents[2].exists()


def test_it_says_how_to_go_on(asynclings: Run, grader: Any, tmp_path: Path) -> None:
    assert "`asynclings demo --keep DIR`" in asynclings("demo").out
    assert f"go to {tmp_path / 'kept'}," in asynclings("demo", "--keep", tmp_path / "kept").out


def test_a_folder_that_is_in_use_is_left_alone(asynclings: Run, grader: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "mine.txt"):
        outcome = asynclings("demo", "--keep", folder)
        assert outcome.code == 2
        assert f"{str(folder)!r} is there already" in outcome.err
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_every_half_solved_answer_belongs_to_an_exercise_that_is_not_solved() -> None:
    slugs = {exercise.slug for exercise in track.load().exercises}
    half = {file.relative_to(demo.HALF_SOLVED).with_suffix("").as_posix() for file in demo.HALF_SOLVED.rglob("*.py")}
    assert half
    assert half | set(demo.SOLVED) < slugs
    assert not half & set(demo.SOLVED)
