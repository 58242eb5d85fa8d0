"""check: what is meant by its words, from wherever it is called, and its exit codes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading.failures import GraderFault
from asynclings.grading.session import EnvironmentTrouble

Run = Callable[..., Any]


def test_without_words_everything_here_is_checked(asynclings: Run, assignment: Path, grader: Any) -> None:
    outcome = asynclings("check")
    assert outcome.code == 0
    assert grader.graded == {
        "2_io/pages": (assignment / "exercises/2_io/pages.py", "exercises/2_io/pages.py"),
        "3_threads/race": (assignment / "exercises/3_threads/race.py", "exercises/3_threads/race.py"),
    }


@pytest.mark.parametrize("below", ["exercises", "exercises/2_io", "notes/deep"])
def test_it_works_from_any_folder_inside(
    asynclings: Run, assignment: Path, grader: Any, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    (assignment / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(assignment / below)
    asynclings("check", "pages")
    assert grader.graded == {"2_io/pages": (assignment / "exercises/2_io/pages.py", "exercises/2_io/pages.py")}


def test_chapters_may_lie_directly_in_the_folder(
    asynclings: Run, assignment: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat = assignment.rename(assignment.parent / "moved") / "exercises"
    flat = flat.rename(flat.parent.parent / "flat")
    monkeypatch.chdir(flat)
    asynclings("check")
    assert grader.graded["2_io/pages"] == (flat / "2_io/pages.py", "2_io/pages.py")


@pytest.mark.parametrize(
    "word", ["pages", "2_io/pages", "2_io", "exercises/2_io/pages.py", "./exercises/2_io/pages.py"]
)
def test_words_choose(asynclings: Run, assignment: Path, grader: Any, word: str) -> None:
    asynclings("check", word)
    assert list(grader.graded) == ["2_io/pages"]
    assert grader.graded["2_io/pages"][0] == assignment / "exercises/2_io/pages.py"


def test_a_file_that_is_called_like_a_chapter_is_none(asynclings: Run, assignment: Path, grader: Any) -> None:
    (assignment / "2_io.py").write_text("# notes\n", encoding="utf-8")
    outcome = asynclings("check", "2_io.py")
    assert outcome.code == 2
    assert outcome.err.endswith("/2_io.py'. Did you mean '2_io'?\n")
    assert grader.submissions == []


def test_a_path_is_taken_at_its_word(asynclings: Run, assignment: Path, grader: Any) -> None:
    other = assignment / "old" / "2_io" / "pages.py"
    other.parent.mkdir(parents=True)
    other.write_text("# an older try\n", encoding="utf-8")
    asynclings("check", "old/2_io/pages.py")
    assert grader.graded == {"2_io/pages": (other, "old/2_io/pages.py")}


def test_a_folder_is_taken_at_its_word(asynclings: Run, assignment: Path, grader: Any) -> None:
    other = assignment.parent / "bob" / "exercises" / "2_io" / "pages.py"
    other.parent.mkdir(parents=True)
    other.write_text("# somebody else's\n", encoding="utf-8")
    asynclings("check", "../bob/exercises/2_io")
    assert grader.graded == {"2_io/pages": (other, "exercises/2_io/pages.py")}


@pytest.mark.parametrize("word", ["old/2_io/pages.py", "bob/exercises/2_io"])
def test_a_path_that_leads_nowhere_is_not_something_else(
    asynclings: Run, assignment: Path, grader: Any, word: str
) -> None:
    outcome = asynclings("check", word)
    assert outcome.code == 2
    assert outcome.err == (
        f"asynclings: There is no {word!r} here. Name a path that is there, or an exercise by its name alone.\n"
    )
    assert grader.submissions == []


@pytest.mark.parametrize("word", ["2_io/crawler.py", "exercises/2_io/crawler.py", "exercises/2_io/crawler"])
def test_the_path_of_a_file_that_is_missing_is_its_exercise(
    asynclings: Run, assignment: Path, grader: Any, word: str
) -> None:
    asynclings("check", word)
    assert grader.graded == {"2_io/crawler": (assignment / "exercises/2_io/crawler.py", "exercises/2_io/crawler.py")}


def test_a_file_can_be_checked_outside_of_any_assignment(
    asynclings: Run, assignment: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(assignment.parent)
    asynclings("check", "assignment/exercises/2_io/pages.py")
    assert list(grader.graded) == ["2_io/pages"]


def test_a_link_is_handed_on_as_a_link(asynclings: Run, assignment: Path, grader: Any) -> None:
    link = assignment / "exercises/2_io/crawler.py"
    link.symlink_to(assignment / "nowhere.py")
    asynclings("check", "crawler", "exercises/2_io/crawler.py")
    assert grader.graded == {"2_io/crawler": (link, "exercises/2_io/crawler.py")}


def test_a_named_exercise_is_graded_even_if_its_file_is_missing(asynclings: Run, assignment: Path, grader: Any) -> None:
    asynclings("check", "crawler")
    assert grader.graded == {"2_io/crawler": (assignment / "exercises/2_io/crawler.py", "exercises/2_io/crawler.py")}


@pytest.mark.parametrize(("status", "code"), [("passed", 0), ("failed", 1), ("error", 1), ("not_started", 1)])
def test_the_exit_code_says_whether_all_passed(
    asynclings: Run, assignment: Path, grader: Any, status: str, code: int
) -> None:
    grader.statuses["3_threads/race"] = status
    outcome = asynclings("check")
    assert outcome.code == code
    assert "Seed 4711" in outcome.out
    assert "20 of 20 points" in outcome.out or code == 1


@pytest.mark.parametrize(
    ("error", "code"), [(EnvironmentTrouble("No fork here. Use Linux."), 2), (GraderFault("The check broke."), 3)]
)
def test_what_is_not_the_learners_fault_has_codes_of_its_own(
    asynclings: Run, assignment: Path, grader: Any, error: Exception, code: int
) -> None:
    grader.error = error
    outcome = asynclings("check")
    assert outcome.code == code
    assert str(error) in outcome.err
    assert outcome.out == ""


def test_outside_of_an_assignment_it_says_what_to_do(
    asynclings: Run, grader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = asynclings("check")
    assert outcome.code == 2
    assert "There are no exercises here" in outcome.err
    assert "copier copy" in outcome.err


def test_an_unknown_exercise_is_wrong_usage(asynclings: Run, assignment: Path, grader: Any) -> None:
    outcome = asynclings("check", "page")
    assert (outcome.code, outcome.err) == (2, "asynclings: There is no exercise 'page'. Did you mean 'pages'?\n")


def test_the_seed_reaches_the_grading(asynclings: Run, assignment: Path, grader: Any) -> None:
    asynclings("check", "--seed", "42")
    assert grader.options == {"seed": 42, "seconds": None, "require": None}
    asynclings("check")
    assert grader.options == {"seed": None, "seconds": None, "require": None}


def test_the_assignments_limit_is_that_of_a_check_too(
    asynclings: Run, assignment: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a run would pass here, and not on push."""
    file = assignment / ".github/kit/assignment.yml"
    file.parent.mkdir(parents=True)
    text = "schema: asynclings/assignment/v1\nexercises: {2_io/pages: {points: 10}}\n"
    file.write_text(f"{text}seconds: 5\n", encoding="utf-8")
    monkeypatch.chdir(assignment / "exercises")
    asynclings("check")
    assert grader.options["seconds"] == 5
    file.write_text(text, encoding="utf-8")
    asynclings("check")
    assert grader.options["seconds"] is None
    file.write_text(f"{text}seconds: soon\n", encoding="utf-8")
    outcome = asynclings("check")
    assert outcome.code == 2
    assert f"{file}: Expected `float" in outcome.err


def test_after_a_failure_the_report_ends_with_the_hint_command_once(
    asynclings: Run, assignment: Path, grader: Any
) -> None:
    grader.statuses = {"2_io/pages": "failed", "3_threads/race": "failed"}
    outcome = asynclings("check")
    assert outcome.out.endswith("Seed 4711, asynclings 1.2.3\nFor a hint: asynclings hint pages\n")
    assert outcome.out.count("asynclings hint") == 1


def test_the_hint_command_names_the_track_again(asynclings: Run, assignment: Path, grader: Any) -> None:
    grader.statuses = {"2_io/pages": "failed"}
    outcome = asynclings("check", "pages", "--track", str(Path(__file__).parents[2]))
    assert outcome.out.endswith(f"\nFor a hint: asynclings hint pages --track {Path(__file__).parents[2]}\n")


def test_an_untouched_stub_is_told_how_to_begin(asynclings: Run, assignment: Path, grader: Any) -> None:
    grader.statuses["2_io/pages"] = "not_started"
    assert asynclings("check").out.endswith("\nTo begin: read exercises/2_io/pages.md, change pages.py, check again.\n")
    grader.statuses["3_threads/race"] = "failed"
    assert asynclings("check").out.endswith("\nFor a hint: asynclings hint race\n")


def test_a_learner_reads_nothing_of_isolation(asynclings: Run, assignment: Path, grader: Any) -> None:
    outcome = asynclings("check")
    assert "Isolation" not in outcome.out
    assert outcome.out.endswith("Seed 4711, asynclings 1.2.3\n")


def test_progress_goes_to_stderr_and_the_report_to_stdout(asynclings: Run, assignment: Path, grader: Any) -> None:
    outcome = asynclings("check", "pages")
    assert outcome.err == "2_io/pages: Correct passed\n"
    assert "2_io/pages: Correct passed" not in outcome.out
    assert os.linesep not in outcome.out.rstrip().rsplit("\n", 1)[-1]


def test_in_a_checkout_of_the_kit_its_own_stubs_are_checked(
    asynclings: Run, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = Path(__file__).parents[2]
    monkeypatch.chdir(checkout / "tests")
    asynclings("check", "bakery")
    assert grader.graded == {
        "1_event_loop/bakery": (checkout / "exercises/1_event_loop/bakery.py", "exercises/1_event_loop/bakery.py")
    }
