"""Cases: what is graded of an exercise, and what is objected to in a result."""

from pathlib import Path

import msgspec
import pytest

from asynclings.author.cases import Case, cases_of
from asynclings.report.model import CheckResult, CheckStatus, ExerciseResult, Line, Mistake
from asynclings.track import Exercise

STATUSES: dict[str, CheckStatus] = {"P": "passed", "F": "failed", "E": "error", "S": "skipped"}
MISTAKE = Mistake(number=1, name="One after another", advice="", link="")


def result(verdict: str, *, points: int | None = None, message: str = "It took 5 s.") -> ExerciseResult:
    checks = tuple(
        CheckResult(
            id=facet,
            facet=facet,
            title="",
            status=STATUSES[letter],
            points=2 * (letter == "P"),
            max_points=2,
            message=message if letter in "FE" else "",
            mistake=MISTAKE if letter in "FE" else None,
        )
        for facet, letter in zip(("Correct", "Concurrent", "Bounded", "Robust", "Tidy"), verdict, strict=True)
    )
    return ExerciseResult(
        slug="2_second/tea",
        title="",
        path="",
        points=2 * verdict.count("P") if points is None else points,
        max_points=10,
        status="failed",
        checks=checks,
    )


def test_a_line_that_must_be_shown_is_looked_for_in_what_the_first_failed_check_shows(tea: Exercise) -> None:
    case = Case(tea, "wrong", tea.stub, "PFSSS", 1, "boil(")
    without = result("PFSSS")
    (objection, _) = case.objections(without)
    assert objection == "The line that it shows must hold `boil(`, and it is ``."
    checks = [
        msgspec.structs.replace(check, line=Line(file="tea.py", number=3, text=text))
        for check, text in zip(without.checks, ["", "    await boil()", "", "", ""], strict=True)
    ]
    assert case.objections(msgspec.structs.replace(without, checks=tuple(checks))) == []
    checks[1] = msgspec.structs.replace(checks[1], line=Line(file="tea.py", number=4, text="sell()"))
    (objection, _) = case.objections(msgspec.structs.replace(without, checks=tuple(checks)))
    assert objection == "The line that it shows must hold `boil(`, and it is `sell()`."


def test_an_exercise_has_these_cases(tea: Exercise) -> None:
    assert {case.name: (case.verdict, case.mistake) for case in cases_of(tea)} == {
        "solution": ("PPPPP", None),
        "stub": ("SSSSS", None),
        "touched stub": ("PFSSS", None),
        "right/another_way": ("PPPPP", None),
        "wrong/one_after_another": ("PFSSS", 1),
    }


def test_what_has_no_verdict_or_no_file_is_no_case(tea: Exercise) -> None:
    tea.solution.unlink()
    (tea.submissions / "verdicts.toml").write_text("[", encoding="utf-8")
    assert [case.name for case in cases_of(tea)] == ["stub", "touched stub", "right/another_way"]


def test_a_stub_is_touched_in_a_copy(tea: Exercise, tmp_path: Path) -> None:
    (case,) = (case for case in cases_of(tea) if case.kind == "touched stub")
    submission = case.submission(tmp_path / "scratch")
    assert tea.untouched(tea.stub)
    assert not tea.untouched(submission.file)
    assert submission.file.read_text(encoding="utf-8").startswith(tea.stub.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("verdict", "mistake", "got", "objections"),
    [
        ("PFSSS", 1, result("PFSSS"), []),
        ("PFSSS", None, result("PFSSS"), []),
        ("PFSSS", 1, result("PPPPP"), ["It must get PFSSS, and got PPPPP.", "Its mistake must be number 1, and none"]),
        ("PFSSS", 0, result("PFSSS"), ["Its mistake must be none, and number 1 was named.", "Concurrent: It took"]),
        ("PFSSS", 2, result("PFSSS"), ["Its mistake must be number 2, and number 1 was", "Concurrent: It took"]),
        ("PFSSS", 1, result("PFSSS", points=4), ["It must get 2 points, and got 4.", "Concurrent: It took 5 s."]),
        ("PFSSS", 1, result("PFSSS", message="5 s"), ["A learner is told in sentences", "Concurrent: 5 s"]),
    ],
)  # fmt: skip
def test_what_is_not_as_it_must_be_is_said(
    tea: Exercise, verdict: str, mistake: int | None, got: ExerciseResult, objections: list[str]
) -> None:
    found = Case(tea, "wrong", tea.stub, verdict, mistake).objections(got)
    assert len(found) == len(objections), found
    assert all(each.startswith(start) for each, start in zip(found, objections, strict=True)), found


def test_points_are_shared_by_the_checks(tea: Exercise) -> None:
    twenty = msgspec.structs.replace(tea, points=20)
    assert Case(twenty, "right", tea.stub, "PPPPP").objections(result("PPPPP", points=20)) == []
