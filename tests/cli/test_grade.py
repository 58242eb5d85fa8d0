"""grade: which files it takes, what it leaves out, and the reports it writes."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from asynclings import report, track
from asynclings.grading import session
from asynclings.grading.failures import GraderFault
from asynclings.grading.isolation import isolation_of

Run = Callable[..., Any]


def test_whatever_is_there_is_graded_and_the_rest_is_named(asynclings: Run, assignment: Path, grader: Any) -> None:
    outcome = asynclings("grade", assignment)
    assert outcome.code == 0
    assert grader.graded == {
        "2_io/pages": (assignment / "exercises/2_io/pages.py", "exercises/2_io/pages.py"),
        "3_threads/race": (assignment / "exercises/3_threads/race.py", "exercises/3_threads/race.py"),
    }
    assert outcome.err.startswith(
        f"Other exercises of the kit are not in this folder, and not counted: {track.load().exercises[0].slug}, "
    )
    assert "; --exercise NAME counts one as missing.\n" in outcome.err
    assert "Isolation: medium (rlimits)\n" in outcome.out


def test_a_relative_folder_is_graded_with_absolute_files(asynclings: Run, assignment: Path, grader: Any) -> None:
    asynclings("grade", ".", "--exercise", "pages")
    assert grader.graded == {"2_io/pages": (assignment / "exercises/2_io/pages.py", "exercises/2_io/pages.py")}


def test_chapters_may_lie_directly_in_the_folder(asynclings: Run, assignment: Path, grader: Any) -> None:
    asynclings("grade", "exercises", "--exercise", "pages")
    assert grader.graded == {"2_io/pages": (assignment / "exercises/2_io/pages.py", "2_io/pages.py")}


def test_a_named_exercise_counts_even_if_its_file_is_missing(asynclings: Run, assignment: Path, grader: Any) -> None:
    outcome = asynclings("grade", ".", "--exercise", "2_io/crawler", "--exercise", "race")
    assert outcome.code == 0
    assert list(grader.graded) == ["2_io/crawler", "3_threads/race"]
    assert grader.graded["2_io/crawler"][1] == "exercises/2_io/crawler.py"
    assert "not in this folder" not in outcome.err


def test_failures_do_not_change_the_exit_code(asynclings: Run, assignment: Path, grader: Any) -> None:
    grader.statuses = {"2_io/pages": "failed", "3_threads/race": "error"}
    assert asynclings("grade", ".").code == 0


def test_all_reports_are_written(asynclings: Run, assignment: Path, grader: Any, tmp_path: Path) -> None:
    outcome = asynclings(
        "grade", ".", "--report", f"json={tmp_path}/a.json", "--report", f"markdown={tmp_path}/b=c.md", "--seed", "7"
    )
    assert outcome.code == 0
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["seed"] == 4711
    assert "20 of 20 points" in (tmp_path / "b=c.md").read_text(encoding="utf-8")
    assert grader.options == {"seed": 7, "seconds": None, "require": "basic"}


@pytest.mark.parametrize(("processors", "number", "helpers"), [(2, 8, 1), (8, 9, 2), (8, 3, 0), (1, 30, 0)])
def test_where_it_is_worth_it_other_processes_grade_beside_this_one(
    asynclings: Run,
    assignment: Path,
    grader: Any,
    monkeypatch: pytest.MonkeyPatch,
    processors: int,
    number: int,
    helpers: int,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    names = [word for exercise in track.load().exercises[:number] for word in ("--exercise", exercise.slug)]
    assert asynclings("grade", ".", "--seconds", "5", *names).code == 0
    assert (grader.ahead is None, grader.at_once) == (helpers == 0, helpers + 1)
    if helpers:
        with pytest.raises(GraderFault, match=rf"^{helpers} processes, .*\.py, 3, 5\.0$"):
            grader.ahead(grader.submissions[0], 3)


@pytest.mark.parametrize(
    ("ci", "platform", "words", "required"),
    [
        (None, "linux", [], "basic"),
        ("true", "linux", [], "strong"),
        ("1", "linux", [], "basic"),
        ("true", "darwin", [], "basic"),
        ("true", "linux", ["--require-isolation", "medium"], "medium"),
        (None, "darwin", ["--require-isolation", "strong"], "strong"),
    ],
)
def test_a_workflow_on_linux_requires_strong_isolation_and_others_what_is_asked_for(
    asynclings: Run,
    assignment: Path,
    grader: Any,
    monkeypatch: pytest.MonkeyPatch,
    ci: str | None,
    platform: str,
    words: list[str],
    required: str,
) -> None:
    if ci is not None:
        monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(sys, "platform", platform)
    assert asynclings("grade", ".", "--exercise", "pages", *words).code == 0
    assert grader.options["require"] == required


def test_where_isolation_is_too_weak_nothing_is_graded_and_nothing_written(
    asynclings: Run, assignment: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    weak = isolation_of(["environment", "session", "descriptors", "rlimits"], {"open_socket": "allowed"})
    monkeypatch.setattr(session, "examine", lambda engine: weak)
    reports = tmp_path / "reports"
    outcome = asynclings("grade", ".", "--require-isolation", "strong", "--report", f"json={reports}/report.json")
    assert (outcome.code, outcome.out) == (2, "")
    assert "Nothing was graded: strong isolation is asked for, and this machine has medium." in outcome.err
    assert "seccomp" in outcome.err
    assert not reports.exists()


def test_what_later_steps_go_by_is_written_last(
    asynclings: Run, assignment: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    monkeypatch.setattr(report, "write", lambda graded, name, path: written.append(name))
    asynclings("grade", ".", "--report", "classroom=a", "--report", "json=b", "--report", "markdown=c")
    assert written == ["json", "markdown", "classroom"]


def test_nothing_runs_any_more_when_reports_are_written(
    asynclings: Run, assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive: list[Any] = []
    monkeypatch.setattr(report, "write", lambda *_: alive.append(psutil.Process().children(recursive=True)))
    asynclings("grade", ".", "--exercise", "pages", "--report", "classroom=a")
    assert alive == [[]]


def test_a_report_that_cannot_be_written_does_not_lose_the_others(
    asynclings: Run, assignment: Path, grader: Any, tmp_path: Path
) -> None:
    outcome = asynclings("grade", ".", "--report", f"json={tmp_path}", "--report", f"junit={tmp_path}/b.xml")
    assert outcome.code == 2
    assert "The json report could not be written" in outcome.err
    assert "20 of 20 points" in outcome.out
    assert (tmp_path / "b.xml").is_file()


def test_the_limit_reaches_the_grading(asynclings: Run, assignment: Path, grader: Any) -> None:
    asynclings("grade", ".", "--seconds", "2.5")
    assert grader.options == {"seed": None, "seconds": 2.5, "require": "basic"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--report", "pdf=x"], "'pdf=x' is not FORMAT=PATH with one of the formats classroom, json, junit, markdown"),
        (["--report", "json"], "'json' is not FORMAT=PATH"),
        (["--report", "json="], "'json=' is not FORMAT=PATH"),
        (["--seconds", "0"], "'0' is not a number of seconds above 0"),
        (["--seconds", "nan"], "'nan' is not a number of seconds above 0"),
        (["--seconds", "soon"], "'soon' is not a number of seconds above 0"),
        (["--exercise", "page"], "Did you mean 'pages'?"),
    ],
)
def test_wrong_usage_is_named_before_anything_is_graded(
    asynclings: Run, assignment: Path, grader: Any, words: list[str], said: str
) -> None:
    outcome = asynclings("grade", ".", *words)
    assert outcome.code == 2
    assert said in " ".join(outcome.err.split())
    assert not grader.submissions


def test_a_folder_without_exercises_is_named(asynclings: Run, grader: Any, tmp_path: Path) -> None:
    outcome = asynclings("grade", tmp_path)
    assert outcome.code == 2
    assert f"The folder {str(tmp_path)!r} holds no exercise" in outcome.err
    assert f"{track.load().exercises[0].slug}.py" in outcome.err


def test_a_missing_folder_is_named(asynclings: Run, grader: Any, tmp_path: Path) -> None:
    outcome = asynclings("grade", tmp_path / "gone")
    assert outcome.code == 2
    assert f"There is no folder {str(tmp_path / 'gone')!r}" in outcome.err


def test_a_fault_of_the_kit_is_told_when_all_reports_are_written(
    asynclings: Run, grader: Any, assignment: Path
) -> None:
    grader.faults = [GraderFault("The check broke.\nTraceback"), GraderFault("Another broke.")]
    outcome = asynclings("grade", ".", "--report", "json=report.json")
    assert outcome.code == 3
    assert (
        "asynclings: This is a fault of the kit, not of the work it looked at: The check broke. Please" in outcome.err
    )
    assert "Another broke." in outcome.err
    assert (assignment / "report.json").is_file()
