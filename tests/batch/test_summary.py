"""A regrading as a table, as CSV and as JSON; and nothing in it acts on a terminal, a runner or a spreadsheet."""

import csv
import io
import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from asynclings.batch import summary, terminal
from asynclings.batch.model import Change, Claim, Comparison, Difference, Regraded, Summary
from asynclings.report import NotWritten, text
from asynclings.report import json as report_json
from asynclings.report.model import Isolation, Missing

Commands = Callable[[str], list[str]]

WORKFLOW = Change(part="workflow", path=".github/workflows/classroom.yml", what="changed")
CLONES = (
    Regraded(
        clone="ada",
        folder="/c/ada",
        points=14,
        exercises={"2_io/pages": 10, "3_threads/race": 4},
        claim=Claim(status="same", points=14, max_points=20),
        comparison=Comparison(),
    ),
    Regraded(
        clone="bob",
        folder="/c/bob",
        points=0,
        exercises={"2_io/pages": 0, "3_threads/race": 0},
        claim=Claim(
            status="different",
            points=20,
            max_points=20,
            differences=(
                Difference(exercise="2_io/pages", claimed=20, points=0),
                Difference(exercise="3_threads/race", claimed=None, points=0),
            ),
        ),
        comparison=Comparison(changes=(WORKFLOW,)),
    ),
    Regraded(
        clone="eve",
        folder="/c/eve",
        points=10,
        exercises={"2_io/pages": 10, "3_threads/race": 0},
        claim=Claim(status="missing"),
        comparison=Comparison(why="It has no .copier-answers.yml."),
    ),
    Regraded(clone="mallory", folder="/c/mallory", problem="It is not a folder."),
)


def whole(*clones: Regraded) -> Summary:
    return Summary(
        kit_version="0.1.0",
        seed=7,
        max_points=20,
        exercises=("2_io/pages", "3_threads/race"),
        clones=clones,
        isolation=Isolation(
            trust="medium", platform="test", active=("rlimits",), missing=(Missing(layer="seccomp", why="not here"),)
        ),
    )


def test_the_table_and_what_to_look_at() -> None:
    assert terminal.render(whole(*CLONES), width=120).splitlines() == [
        "Clone        Points  Own run        Changed",
        "ada           14/20  same",
        "bob            0/20  differs 20/20  workflow",
        "eve           10/20  none           not compared",
        "mallory  not graded",
        "",
        "bob has other points in the learner's own run: 2_io/pages 20 there, 0 here, 3_threads/race none there, "
        "0 here.",
        "bob is not as it was handed out: .github/workflows/classroom.yml changed.",
        "mallory was not graded. It is not a folder.",
        "Not compared with what was handed out: eve. It has no .copier-answers.yml.",
        "─" * 120,
        "3 of 4 clones graded, 20 points to be had, 1 with other points in their own run, 1 changed what they "
        "should not",
        "Exercises: 2_io/pages, 3_threads/race",
        "Isolation: medium (rlimits); without seccomp",
        "Seed 7, asynclings 0.1.0",
    ]


def test_no_line_is_wider_than_the_screen() -> None:
    assert max(map(len, terminal.render(whole(*CLONES), width=60).splitlines())) <= 60


def test_no_claims_asked_for_no_column() -> None:
    bare = [Regraded(clone="ada", folder="", points=1, comparison=Comparison())]
    assert terminal.render(whole(*bare)).splitlines()[0] == "Clone  Points  Changed"


def test_colour_says_nothing_that_words_do_not() -> None:
    plain, coloured = (terminal.render(whole(*CLONES), color=color) for color in (False, True))
    assert "\x1b[33mbob" in coloured
    assert "\x1b[31mmallory" in coloured
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_a_reason_that_holds_for_many_is_told_once() -> None:
    many = [
        Regraded(clone=f"c{n}", folder="", points=0, comparison=Comparison(why="It has no answers.")) for n in range(9)
    ]
    told = [line for line in terminal.render(whole(*many), width=120).splitlines() if "no answers" in line]
    assert told == ["Not compared with what was handed out: c0, c1, c2, c3, c4, c5 and 3 more. It has no answers."]


def test_csv_has_a_row_for_each_clone() -> None:
    assert summary.as_csv(whole(*CLONES)) == (
        "clone,points,max_points,2_io/pages,3_threads/race,claim,claimed_points,workflow,pin,instructions,problem\n"
        "ada,14,20,10,4,same,14,same,same,same,\n"
        "bob,0,20,0,0,different,20,changed,same,same,\n"
        "eve,10,20,10,0,missing,,not compared,not compared,not compared,\n"
        "mallory,,20,,,,,,,,It is not a folder.\n"
    )


def test_json_has_everything() -> None:
    found = json.loads(summary.as_json(whole(*CLONES)))
    assert (found["schema"], found["seed"], found["isolation"]["trust"]) == ("asynclings/regrade/v1", 7, "medium")
    assert found["clones"][1]["claim"]["differences"][0] == {"exercise": "2_io/pages", "claimed": 20, "points": 0}
    assert found["clones"][1]["comparison"]["changes"][0]["path"] == ".github/workflows/classroom.yml"
    assert found["clones"][3]["points"] is None


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "summary.csv").mkdir()
    with pytest.raises(NotWritten, match=r"summary\.csv could not be written to .*: it is a folder\."):
        summary.write(whole(*CLONES), tmp_path)
    assert (tmp_path / "summary.json").is_file()


# ---------------------------------------------------------------- nothing in it acts

LINE_ENDS = ("", *"\n\r\v\f\x1c\x85\u2028\u2029")
BLANKS = ("", *" \t\u3000\u200b\ufeff\x00", "\x1b[0m", "\x9b1m")
COMMANDS = ("::error::x", "##[error]x", "::set-output name=pages::x")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\n=1+1", " =1+1", "\x00=1", "\u200b=1", '",=1,"')
OTHERS = ("\x1b]0;title\x07\x1b[2J", "\u202egnp.exe", "lone \udcff surrogate", "x" * 100_000)
TEXTS = [a + b + c for a, b, c in itertools.product(LINE_ENDS, BLANKS, COMMANDS)] + [*FORMULAS, *OTHERS]


def infested(hostile: str) -> Summary:
    """Every string that a learner can have chosen is ``hostile``, and stands where it is shown."""
    change = Change(part="workflow", path=hostile, what="added")
    difference = Difference(exercise=hostile, claimed=1, points=0)
    usual = {"clone": hostile, "folder": hostile}
    return whole(
        Regraded(**usual, problem=hostile),
        Regraded(
            **usual,
            points=0,
            claim=Claim(status="different", points=1, max_points=1, differences=(difference,)),
            comparison=Comparison(changes=(change,)),
        ),
        Regraded(**usual, points=0, claim=Claim(status="unreadable", why=hostile), comparison=Comparison(why=hostile)),
    )


def acts(found: Summary, commands: Commands) -> list[str]:
    """Whatever acts in one of the forms."""
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", terminal.render(found, color=True))
    table, data = summary.as_csv(found), summary.as_json(found)
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    wrong = [cell for cell in cells if cell.lstrip("\t\r\n\x00\u200b ")[:1] in tuple("=+-@") or "\n" in cell]
    for shown in (terminal.render(found), coloured, terminal.render(found, unicode=False), table, data):
        shown.encode()
        wrong += commands(shown)
        wrong += [char for char in shown if char not in "\n\u3000" and not char.isprintable()]
    return wrong


def test_no_text_acts(commands: Commands) -> None:
    for hostile in TEXTS:
        assert acts(infested(hostile), commands) == [], ascii(hostile)


@pytest.mark.parametrize(
    ("module", "rule"),
    [
        (text, "_COMMAND_START"),
        (text, "_OLD_COMMAND_START"),
        (text, "_UNSEEN"),
        (text, "_FORMULA_START"),
        (report_json, "_ACTIVE"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_without_a_rule_something_acts(
    module: ModuleType, rule: str, monkeypatch: pytest.MonkeyPatch, commands: Commands
) -> None:
    monkeypatch.setattr(module, rule, re.compile("(?!)"))
    assert any(acts(infested(hostile), commands) for hostile in TEXTS)
