"""list: the course, or what of it lies here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings import track

Run = Callable[..., Any]

FRONT_MATTER = track.FrontMatter("A title", ("task",), 3, 25)


@pytest.fixture(autouse=True)
def front_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(track.Exercise, "front_matter", FRONT_MATTER)


def test_elsewhere_it_shows_the_whole_course(asynclings: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = asynclings("list")
    assert outcome.code == 0
    course = track.load()
    lines = outcome.out.splitlines()
    for chapter in course.chapters:
        assert f"{chapter.slug}  {chapter.title}" in lines
    rows = [line for line in lines if line.startswith("  ")]
    assert [row.split()[0] for row in rows] == [exercise.name for exercise in course.exercises]
    assert all(row.endswith("10 points  about  25 min  ***") for row in rows)


def test_it_shows_what_each_is_about(asynclings: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(track.Exercise, "front_matter", track.FrontMatter("A title", ("task", "queue"), 3, 25))
    lines = asynclings("list", "--concepts").out.splitlines()
    (pages,) = track.load().find(["pages"])
    place = next(line for line in lines if line.startswith("  pages ")).index(pages.title)
    assert lines.count(f"{'':{place}}task, queue") == len(track.load().exercises)


def test_in_an_assignment_it_shows_what_is_there_and_what_is_untouched(asynclings: Run, assignment: Path) -> None:
    (pages,) = track.load().find(["pages"])
    (assignment / "exercises/2_io/pages.py").write_bytes(pages.stub.read_bytes())
    outcome = asynclings("list")
    rows = {line.split()[0]: line for line in outcome.out.splitlines() if line.startswith("  ")}
    assert list(rows) == ["pages", "race"]
    assert rows["pages"].endswith("  not started")
    assert rows["race"].endswith("  started")
    assert "1_event_loop" not in outcome.out
