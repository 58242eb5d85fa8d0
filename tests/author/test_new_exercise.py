"""A new exercise: its files, its line in the track, and what is left to do."""

import errno
import os
from pathlib import Path

import pytest

from asynclings import files
from asynclings.author.new_exercise import MARK, begin, to_do
from asynclings.track import Track, load
from asynclings.trouble import Trouble


def everything(track: Track) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in track.root.rglob("*")}


def entries(track: Track) -> list[str]:
    return [exercise.slug for exercise in load(track.root).exercises]


def test_all_files_are_written_and_say_what_is_to_do(track: Track) -> None:
    files = begin(track, "2_second/tea", 'Tea: "hot" ☕')
    (exercise,) = load(track.root).exercises
    assert (exercise.title, exercise.points) == ('Tea: "hot" ☕', 10)
    assert exercise.front_matter.title == exercise.title
    left = to_do(exercise)
    assert {note.split(":")[0] for note in left} == {file.relative_to(track.root).as_posix() for file in files}
    assert "exercises/2_second/tea.py:3: state the task in three sentences" in "\n".join(left)
    for file in files:
        file.write_text(file.read_text(encoding="utf-8").replace(MARK, ""), encoding="utf-8")
    assert to_do(exercise) == []


def test_an_entry_goes_behind_its_chapter_and_comments_stay(track: Track) -> None:
    for slug in ("2_second/b", "3_third/d", "1_first/a", "2_second/c", "3_third/e"):
        begin(load(track.root), slug, slug)
    assert entries(track) == ["1_first/a", "2_second/b", "2_second/c", "3_third/d", "3_third/e"]
    assert "# A comment.\n" in track.file.read_text(encoding="utf-8")


def test_an_entry_may_go_on_in_further_lines(track: Track) -> None:
    text = track.file.read_text(encoding="utf-8")
    block = "exercises:\n  1_first/a:\n    title: A\n    points: 10\n    seconds: 20\n  # the rest\n\n"
    track.file.write_text(text.replace("exercises: {}\n", block), encoding="utf-8")
    begin(load(track.root), "1_first/b", "B")
    assert entries(track) == ["1_first/a", "1_first/b"]


@pytest.mark.parametrize(
    ("slug", "title", "sentence"),
    [
        ("tea", "Tea", "'tea' must read `chapter/name`"),
        ("1_first/Tea", "Tea", "must read `chapter/name`"),
        ("1_first/2nd", "Tea", "the name begins with a letter"),
        ("../1_first/tea", "Tea", "must read `chapter/name`"),
        ("4_fourth/tea", "Tea", "There is no chapter '4_fourth', only 1_first, 2_second, 3_third."),
        ("1_first/tea", "two\nlines", "must be one line of text"),
        ("1_first/tea", "back\\slash", "must be one line of text"),
        ("1_first/tea", " ", "must be one line of text"),
        ("1_first/there", "There", "There is an exercise 'there' already."),
        ("1_first/taken", "Taken", "test_taken.py is there already."),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    track: Track, slug: str, title: str, sentence: str
) -> None:
    begin(track, "2_second/there", "There")
    taken = track.root / "graders" / "1_first" / "test_taken.py"
    taken.parent.mkdir()
    taken.touch()
    before = everything(track)
    with pytest.raises(Trouble, match=sentence.replace(".", r"\.")):
        begin(load(track.root), slug, title)
    assert everything(track) == before


def test_a_track_that_cannot_be_added_to_stays_as_it_was(track: Track) -> None:
    text = track.file.read_text(encoding="utf-8").replace("exercises: {}", "exercises: {  }")
    track.file.write_text(text, encoding="utf-8")
    before = everything(track)
    with pytest.raises(Trouble, match=r"Add this line to its `exercises` yourself: 1_first/tea: \{title: \"Tea\""):
        begin(track, "1_first/tea", "Tea")
    assert everything(track) == before


def test_a_file_that_cannot_be_written_is_named_and_what_was_written_is_taken_back(track: Track) -> None:
    (track.root / "tests").write_text("a file, where a folder has to be", encoding="utf-8")
    before = everything(track)
    with pytest.raises(Trouble, match=r"The exercise 1_first/tea cannot be written: .*'.*/tests/submissions.*Nothing"):
        begin(track, "1_first/tea", "Tea")
    assert everything(track) == before


def test_a_full_disk_costs_nothing_that_was_there(track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(files, "replace", replace)
    before = everything(track)
    with pytest.raises(Trouble, match=r"cannot be written: .*No space left on device: '.*/track\.yml'\. Nothing"):
        begin(track, "1_first/tea", "Tea")
    assert everything(track) == before
