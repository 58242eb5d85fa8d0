"""`copier update` brings fixes, and keeps what a learner or an instructor has done."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml

Scaffold = Callable[..., Path]

STUB = "exercises/2_io/two_words.py"
TEXT = "exercises/2_io/two_words.md"


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Work")


def update(folder: Path, **options: Any) -> None:
    copier.run_update(folder, defaults=True, overwrite=True, quiet=True, **options)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def work(tiny_kit: Any, scaffold: Scaffold, tmp_path: Path) -> Path:
    """A repository made from 1.0.0 in which two_words is solved."""
    folder = scaffold(tiny_kit, tmp_path / "work", kit_url=str(tiny_kit.root))
    git(folder, "init", "--quiet", "--initial-branch=main")
    replace(folder / STUB, "return 0", "return 'my own work'")
    commit(folder)
    return folder


def test_better_instructions_arrive_and_work_stays(work: Path, tiny_kit: Any) -> None:
    mine = (work / STUB).read_bytes()
    tiny_kit.edit(TEXT, "The first fact.", "The first fact, corrected.")
    tiny_kit.release("1.1.0")
    update(work)
    assert (work / STUB).read_bytes() == mine
    assert "corrected" in (work / TEXT).read_text(encoding="utf-8")
    assert "@v1.1.0" in (work / ".github/kit/requirements.txt").read_text()


def test_a_stub_changed_on_other_lines_is_merged(work: Path, tiny_kit: Any) -> None:
    tiny_kit.edit(STUB, "value = 1\n", "value = 2\n")
    tiny_kit.release("1.1.0")
    update(work)
    merged = (work / STUB).read_text(encoding="utf-8")
    assert "value = 2\n" in merged
    assert "return 'my own work'" in merged
    assert "<<<<<<<" not in merged
    assert not git(work, "diff", "--name-only", "--diff-filter=U")


def test_a_stub_changed_on_the_same_lines_is_a_conflict_that_says_so(work: Path, tiny_kit: Any) -> None:
    tiny_kit.edit(STUB, "return 0", "return 1")
    tiny_kit.release("1.1.0")
    update(work)
    lines = (work / STUB).read_text(encoding="utf-8").splitlines()
    start, middle, end = (
        next(number for number, line in enumerate(lines) if line.startswith(mark))
        for mark in ("<<<<<<< before updating", "=======", ">>>>>>> after updating")
    )
    assert "    return 'my own work'" in lines[start:middle]
    assert "    return 1" in lines[middle:end]
    assert git(work, "diff", "--name-only", "--diff-filter=U").split() == [STUB]


def test_stubs_can_be_left_alone(work: Path, tiny_kit: Any) -> None:
    mine = (work / STUB).read_bytes()
    tiny_kit.edit(STUB, "return 0", "return 1")
    tiny_kit.edit(TEXT, "The first fact.", "The first fact, corrected.")
    tiny_kit.release("1.1.0")
    update(work, skip_if_exists=["/exercises/*/*.py"])
    assert (work / STUB).read_bytes() == mine
    assert "corrected" in (work / TEXT).read_text(encoding="utf-8")


def test_an_instructors_repository_catches_up_over_several_releases(
    tiny_kit: Any, scaffold: Scaffold, fingerprints: Callable[[Path], dict[str, str]], tmp_path: Path
) -> None:
    folder = scaffold(tiny_kit, tmp_path / "instructor", kit_url=str(tiny_kit.root))
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    tiny_kit.edit(STUB, "return 0", "return 1")
    tiny_kit.release("1.1.0")
    tiny_kit.edit(STUB, "return 1", "return 2")
    tiny_kit.edit(TEXT, "The first fact.", "The first fact, corrected.")
    tiny_kit.release("1.2.0")
    update(folder)
    fresh = scaffold(tiny_kit, tmp_path / "fresh", kit_url=str(tiny_kit.root))
    assert fingerprints(folder) == fingerprints(fresh)


def test_an_assignment_made_without_git_can_be_updated(
    tiny_folder: Any, tiny_kit: Any, scaffold: Scaffold, tmp_path: Path
) -> None:
    folder = scaffold(tiny_folder, tmp_path / "from_wheel", kit_url=str(tiny_kit.root))
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    tiny_kit.edit(TEXT, "The first fact.", "The first fact, corrected.")
    tiny_kit.release("1.1.0")
    update(folder)
    assert "corrected" in (folder / TEXT).read_text(encoding="utf-8")


def test_selection_changes_by_answer_only(work: Path, tiny_kit: Any) -> None:
    """A retired exercise stays where it was chosen; a new one comes where it is asked for."""
    tiny_kit.edit("exercises/track.yml", '"Naïve café ☕", ', '"Naïve café ☕", retired: true, ')
    added = '  2_io/new: {title: "New", points: 10, seconds: 20}\n  2_io/old:'
    tiny_kit.edit("exercises/track.yml", "  2_io/old:", added)
    for suffix in ("py", "md"):
        (tiny_kit.root / f"exercises/2_io/new.{suffix}").write_text("new\n")
    tiny_kit.release("1.1.0")
    update(work)
    assert (work / STUB).exists()
    assert not (work / "exercises/2_io/new.py").exists()
    commit(work)

    update(work, data={"exercises": ["2_io/two_words", "2_io/new"]})
    assert (work / "exercises/2_io/new.md").read_text() == "new\n"
    assert not (work / "exercises/1_event_loop/braces.py").exists()
    assignment = yaml.safe_load((work / ".github/kit/assignment.yml").read_text(encoding="utf-8"))
    assert list(assignment["exercises"]) == ["2_io/two_words", "2_io/new"]
    assert "new.md" in (work / "README.md").read_text(encoding="utf-8")
    assert "--exercise 2_io/new " in (work / ".github/workflows/classroom.yml").read_text(encoding="utf-8")
