"""The pytest plugin: what it is asked for, and what it counts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from asynclings.track import load

COURSE = load(Path(__file__).parents[2])
(BAKERY,), (PAGES,) = COURSE.find(["bakery"]), COURSE.find(["pages"])


def under_pytest(folder: Path, *words: str | Path) -> str:
    """What pytest says, in a process of its own, without our settings and foreign plugins."""
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    options = ["-q", "-c", folder / "pytest.ini", "-p", "no:cacheprovider", "-p", "asynclings.grading.plugin"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--import-mode=importlib", "-rs", *words],
        env={
            **os.environ,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


def test_a_single_check_is_graded_as_all_are(tmp_path: Path) -> None:
    """What it needs is tried first, though nobody asks for its verdict."""
    last = BAKERY.grader.read_text(encoding="utf-8").rsplit("\ndef ", 1)[1].partition("(")[0]
    said = under_pytest(tmp_path, "--submission", COURSE.root / "solutions", f"{BAKERY.grader}::{last}")
    assert "2/2 points\n" in said
    assert "1 passed" in said


def test_points_are_counted_also_of_checks_in_several_processes(tmp_path: Path) -> None:
    pytest.importorskip("xdist")
    said = under_pytest(tmp_path, "-p", "xdist", "-n", "2", "--submission", COURSE.root / "solutions", BAKERY.grader)
    assert "10/10 points\n" in said
    assert "5 passed" in said


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    said = under_pytest(tmp_path, "--submission", "nowhere", BAKERY.grader)
    assert said == "ERROR: There is no folder 'nowhere'. Name the one that holds <chapter>/<exercise>.py.\n\n"


def test_the_data_follow_from_the_seed(tmp_path: Path) -> None:
    answer = tmp_path / f"{PAGES.slug}.py"
    answer.parent.mkdir()
    answer.write_text("async def fetch_all(urls):\n    return urls\n", encoding="utf-8")
    said = [
        under_pytest(tmp_path, "--submission", tmp_path, "--asynclings-seed", seed, PAGES.grader)
        for seed in ("1", "1", "2")
    ]
    facts = [[line for line in each.splitlines() if "fetch_all returned " in line] for each in said]
    assert facts[0] and facts[0] == facts[1] != facts[2]
