"""What makes a file of checks a grader, and what is said of one that is none."""

from pathlib import Path

import pytest

from asynclings.grading.checks import load_checks
from asynclings.grading.failures import GraderFault

HEAD = "from asynclings.grading import Lab, check\n"


def grader(tmp_path: Path, *marks: str) -> Path:
    checks = [
        f'\n\n@check({mark})\ndef test_{n}(lab: Lab) -> None:\n    """It is so."""\n' for n, mark in enumerate(marks)
    ]
    file = tmp_path / "test_tea.py"
    file.write_text("".join([HEAD, *checks]), encoding="utf-8")
    return file


def test_the_usual_facets_need_what_they_need_everywhere(tmp_path: Path) -> None:
    found = load_checks(grader(tmp_path, '"Correct"', '"Concurrent"', '"Robust"', '"Warm"', '"Sweet", needs="Warm"'))
    assert [(check.facet, check.needs) for check in found] == [
        ("Correct", None),
        ("Concurrent", "Correct"),
        ("Robust", "Concurrent"),
        ("Warm", None),
        ("Sweet", "Warm"),
    ]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ((), "one check a facet, and at least one; this has \\[\\]"),
        (('"Correct"', '"Correct"'), r"one check a facet, .* this has \['Correct', 'Correct'\]"),
        (('"Concurrent"', '"Correct"'), "test_0 needs 'Correct', which does not come before it"),
        (('"Correct"', '"Sweet", needs="Warm"'), "test_1 needs 'Warm', which does not come before it"),
        (
            ('"Correct"', '"Concurrant"'),
            "test_1 is 'Concurrant'. Is it 'Concurrent'\\? If it is meant to be another one",
        ),
        (('"correct"',), "test_0 is 'correct'. Is it 'Correct'"),
    ],
)
def test_what_is_wrong_with_one_is_said(tmp_path: Path, marks: tuple[str, ...], said: str) -> None:
    with pytest.raises(GraderFault, match=said):
        load_checks(grader(tmp_path, *marks))


def test_a_name_that_is_like_a_usual_one_may_say_what_it_needs(tmp_path: Path) -> None:
    _, found = load_checks(grader(tmp_path, '"Correct"', '"Robustness", needs="Correct"'))
    assert (found.facet, found.needs) == ("Robustness", "Correct")


def test_one_that_is_not_there_or_breaks_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraderFault, match=r"There is no grader at .*test_gone\.py"):
        load_checks(tmp_path / "test_gone.py")
    (tmp_path / "test_broken.py").write_text("1 / 0\n", encoding="utf-8")
    with pytest.raises(GraderFault, match=r"test_broken\.py cannot be imported: ZeroDivisionError"):
        load_checks(tmp_path / "test_broken.py")
