"""author: what it is asked, what it answers, and with which exit code."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from asynclings import kit
from asynclings.author.new_exercise import MARK

Run = Callable[..., Any]

TRACK = 'schema: asynclings/track/v1\nchapters:\n  1_own: {title: "Our own"}\nexercises: {}\n'


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A track without an exercise; the one that the variable names."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises/track.yml").write_text(TRACK, encoding="utf-8")
    monkeypatch.setenv("ASYNCLINGS_TRACK", str(tmp_path))
    return tmp_path


def write(own: Path) -> None:
    """Do what the author has to do, as far as one sequential submission goes."""
    for file in own.rglob("*"):
        if file.is_file():
            file.write_text(file.read_text(encoding="utf-8").replace(MARK, ""), encoding="utf-8")


def test_a_new_exercise_is_to_do(asynclings: Run, own: Path) -> None:
    outcome = asynclings("author", "new", "1_own/green_tea")
    assert outcome.code == 0
    assert outcome.out.startswith("exercises/1_own/green_tea.py\n")
    assert outcome.out.endswith("says what to write. Then: asynclings author validate green_tea\n")
    assert 'title: "Green tea"' in (own / "exercises/track.yml").read_text(encoding="utf-8")
    outcome = asynclings("author", "validate")
    assert outcome.code == 1
    assert "\n1_own/green_tea: to do\n" in outcome.out
    assert outcome.err == ""


def test_the_next_command_names_the_track_again(asynclings: Run, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASYNCLINGS_TRACK")
    spaced = own.rename(own.parent / "our track")
    outcome = asynclings("author", "new", "1_own/tea", "--track", str(spaced))
    assert outcome.out.endswith(f"asynclings author validate tea --track '{spaced}'\n")


def test_a_track_that_is_still_empty_is_valid(asynclings: Run, own: Path) -> None:
    """As it is at the first push, when its workflow validates it for the first time."""
    outcome = asynclings("author", "validate")
    assert outcome.code == 0
    assert outcome.out.endswith("\nNo exercises yet. `asynclings author new CHAPTER/NAME` begins one.\n")
    (own / "graders/1_own").mkdir(parents=True)
    (own / "graders/1_own/test_old.py").touch()
    outcome = asynclings("author", "validate")
    assert outcome.code == 1
    assert "graders/1_own/test_old.py belongs to no exercise of track.yml." in outcome.out


def test_what_is_wrong_makes_the_exit_code_one(asynclings: Run, own: Path) -> None:
    asynclings("author", "new", "1_own/tea", "--title", "Tea")
    write(own)
    outcome = asynclings("author", "validate", "tea", "--seed", "5")
    assert outcome.code == 1
    assert "\n1_own/tea: defective\n  No wrong submission fails Correct" in outcome.out
    assert outcome.out.endswith("1 exercise: 1 defective. 5 gradings; `--seed 5` draws the same data.\n")
    assert outcome.err == "1/5\n5/5\n"


def test_all_is_graded_repeatedly_and_under_load(asynclings: Run, own: Path) -> None:
    asynclings("author", "new", "1_own/tea")
    write(own)
    outcome = asynclings("author", "validate", "tea", "--repeat", "2", "--under-load")
    assert outcome.out.splitlines()[1] == "1_own/tea      1      1        10  defective"
    assert psutil.Process().children() == []


def test_a_track_with_strangers_in_it_is_not_valid(asynclings: Run, own: Path) -> None:
    asynclings("author", "new", "1_own/tea")
    (own / "graders/1_own/test_old.py").touch()
    outcome = asynclings("author", "validate")
    assert "\nthe track: defective\n  graders/1_own/test_old.py belongs to no exercise of track.yml.\n" in outcome.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("author", "the following arguments are required: ACTION"),
        ("author validate nope", "There is no exercise 'nope'."),
        ("author validate --repeat 0", "'0' is not a number from 1 to 1000"),
        ("author validate --repeat many", "'many' is not a number from 1 to 1000"),
        ("author new tea", "'tea' must read `chapter/name`"),
        ("author new 2_other/tea", "There is no chapter '2_other', only 1_own."),
    ],
)
def test_what_cannot_be_done_is_explained(asynclings: Run, own: Path, words: str, said: str) -> None:
    outcome = asynclings(*words.split())
    assert outcome.code == 2
    assert said in outcome.err
    assert outcome.out == ""


def test_an_installed_kit_has_nothing_to_validate_and_is_not_written_to(
    asynclings: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "exercises").mkdir()
    entry = '{title: "Tea", points: 10, seconds: 20}'
    text = TRACK.replace("exercises: {}", f"exercises:\n  1_own/tea: {entry}")
    (tmp_path / "exercises/track.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(kit, "_INSTALLED", tmp_path)
    kit.kit_root.cache_clear()
    try:
        outcome = asynclings("author", "validate")
        assert (outcome.code, outcome.out) == (2, "")
        assert "An installed kit has none: name a checkout of the track; in one, `--track .` does." in outcome.err
        outcome = asynclings("author", "new", "1_own/coffee")
        assert (outcome.code, outcome.out) == (2, "")
        assert "This kit is installed, and not written to." in outcome.err
    finally:
        kit.kit_root.cache_clear()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_whoever_stops_it_leaves_nothing_running(asynclings: Run, own: Path, number: int, code: int) -> None:
    asynclings("author", "new", "1_own/tea")
    write(own)
    (own / "tmp").mkdir()
    program = "import sys; from asynclings.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "author", "validate", "--repeat", "1000", "--under-load"]
    environment = {**os.environ, "TMPDIR": str(own / "tmp")}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True, text=True
    ) as started:
        assert started.stderr is not None
        assert started.stderr.readline().startswith("1/")
        below = psutil.Process(started.pid).children(recursive=True)
        os.killpg(started.pid, number)  # as a terminal, or a runner, does
        assert started.wait(timeout=60) == code
        said = started.stderr.read()
    assert "Traceback" not in said
    _, alive = psutil.wait_procs(below, timeout=10)
    assert alive == []
    assert list((own / "tmp").iterdir()) == []
