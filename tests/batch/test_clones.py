"""Which folders are clones, what they are called, and why one cannot be graded."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings import track
from asynclings.batch.clones import Clone, exercises_in, find_clones, why_not

COURSE = track.load()
Make = Callable[[str], Path]


def names(*places: Path, but: Path = Path("results")) -> list[str]:
    return [clone.name for clone in find_clones(places, COURSE, but)]


def test_a_place_is_a_clone_or_a_folder_of_clones(clone: Make) -> None:
    ada, bob = clone("ada"), clone("bob")
    assert names(ada, bob) == names(ada.parent) == ["ada", "bob"]
    assert names(ada.parent, bob) == ["ada", "bob"], "nobody is graded twice"


@pytest.mark.parametrize("sign", [".git", ".github", ".copier-answers.yml", "2_io/pages.py", "exercises/2_io/pages.py"])
def test_a_clone_is_known_by_any_of_these(sign: str, tmp_path: Path) -> None:
    (tmp_path / "clone" / sign).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "clone" / sign).touch()
    assert names(tmp_path / "clone") == ["clone"]


def test_what_is_no_clone_is_found_too_and_so_can_be_named(clone: Make, tmp_path: Path) -> None:
    folder = clone("ada").parent
    (folder / "empty").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "passwd").symlink_to("/etc/passwd")
    (folder / "roster.csv").write_text("ada,bob\n")
    (folder / ".cache").mkdir()
    assert names(folder) == ["ada", "empty", "passwd", "pipe"]
    assert names(tmp_path / "gone") == ["gone"]
    assert names(folder / "empty") == ["empty"]


def test_the_folder_of_results_may_lie_beside_the_clones(clone: Make) -> None:
    folder = clone("ada").parent
    (folder / "results").mkdir()
    assert names(folder, but=folder / "results") == ["ada"]


def test_clones_of_one_name_get_numbers_whatever_the_case(tmp_path: Path) -> None:
    places = [tmp_path / group / name for group, name in (("1", "ada"), ("2", "ada"), ("3", "Ada"), ("4", "ada-2"))]
    for place in places:
        (place / ".git").mkdir(parents=True)
    assert names(*places) == ["ada", "ada-2", "Ada-3", "ada-2-2"]


def test_a_clone_that_can_be_graded_has_nothing_against_it(clone: Make) -> None:
    assert why_not(Clone("ada", clone("ada")), COURSE) == ""


def test_each_obstacle_has_its_sentence(clone: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def why(folder: Path) -> str:
        return why_not(Clone("x", folder), COURSE)

    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "passwd").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to("loop")
    assert why(tmp_path / "gone") == "There is no such folder."
    assert why(tmp_path / "pipe") == why(tmp_path / "passwd") == "It is not a folder."
    assert why(tmp_path / "empty") == "It holds no exercise of the track: exercises/<chapter>/<name>.py."
    (tmp_path / "empty/.github/kit/track").mkdir(parents=True)
    assert why(tmp_path / "empty").endswith("name your copy of that with --track DIR.")
    assert why(tmp_path / "loop").startswith("It cannot be read: Too many levels of symbolic links")


@pytest.mark.parametrize("closed", ["", "exercises"])
def test_a_folder_that_is_closed_to_us_is_said_to_be_so(
    clone: Make, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, scandir = clone("ada"), os.scandir

    def refuse(path: Path) -> object:  # root may open everything
        if path == folder / closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert why_not(Clone("ada", folder), COURSE) == "It cannot be read: Permission denied."


def test_every_exercise_of_any_clone_counts(clone: Make) -> None:
    ada, bob = clone("ada"), clone("bob")
    (ada / "exercises/2_io/pages.py").unlink()
    (bob / "exercises/2_io/crawler.py").touch()
    found = exercises_in([Clone("ada", ada), Clone("bob", bob)], COURSE)
    assert [exercise.slug for exercise in found] == ["1_event_loop/bakery", "2_io/pages", "2_io/crawler"]
