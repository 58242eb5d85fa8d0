"""A track with one exercise, as `asynclings author new` makes it, with its author's notes taken out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.author.new_exercise import MARK, begin
from asynclings.track import Exercise, Track, load

HEAD = """\
schema: asynclings/track/v1
# A comment.
chapters:
  1_first: {title: "First"}
  2_second: {title: "Second"}
  3_third: {title: "Third"}
"""


@pytest.fixture
def track(tmp_path: Path) -> Track:
    """A track without an exercise."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "track.yml").write_text(HEAD + "exercises: {}\n", encoding="utf-8")
    return load(tmp_path)


@pytest.fixture
def tea(track: Track) -> Exercise:
    """An exercise whose author has thrown all notes away, and written nothing."""
    for file in begin(track, "2_second/tea", "A cup of tea"):
        file.write_text(file.read_text(encoding="utf-8").replace(MARK, "written:"), encoding="utf-8")
    (exercise,) = load(track.root).exercises
    return exercise


@pytest.fixture
def edit() -> Callable[[Path, str, str], None]:
    """``edit(file, old, new)`` replaces what is there once."""

    def replace(file: Path, old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    return replace
