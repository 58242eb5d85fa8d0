"""The mistake catalogue: whole, short enough for a report, and known under every number that the kit refers to."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from urllib.parse import urlsplit

import pytest

from asynclings.author.verdicts import read_verdicts
from asynclings.grading import mistakes
from asynclings.kit import kit_root
from asynclings.report.model import Mistake
from asynclings.track import load

GRADING = Path(mistakes.__file__).parent
ENTRIES: list[dict[str, Any]] = tomllib.loads((GRADING / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]
SOURCES = sorted([*GRADING.rglob("*.py"), *(kit_root() / "graders").rglob("*.py")])
ROOT = Path(__file__).parents[2]  # the repository: what is installed has no known submissions
SUBMISSIONS = ROOT / "tests" / "submissions"
HOSTS = {"docs.python.org": "/3/library/", "www.python-httpx.org": "/"}


def test_numbers_run_from_1_to_108() -> None:
    assert [entry["number"] for entry in ENTRIES] == list(range(1, 109))


def test_names_are_told_apart() -> None:
    assert len({entry["name"] for entry in ENTRIES}) == len(ENTRIES)


def test_entries_have_exactly_the_keys_that_a_report_needs() -> None:
    for entry in ENTRIES:
        assert set(entry) == {"number", "name", "advice", "link"}, entry["number"]
        assert all(entry[key] and entry[key].strip() == entry[key] for key in ("name", "advice", "link")), entry


def test_every_mistake_is_made_by_a_submission_or_there_is_a_reason() -> None:
    shown = {
        expected.mistake for exercise in load(ROOT).exercises for expected in read_verdicts(exercise).wrong.values()
    } - {0}
    reasons = tomllib.loads((SUBMISSIONS / "not_shown.toml").read_text(encoding="utf-8"))
    assert shown.isdisjoint(map(int, reasons)), "it is shown, so it needs no reason"
    assert shown | set(map(int, reasons)) == {entry["number"] for entry in ENTRIES}
    assert all(reason.endswith(".") for reason in reasons.values())


def test_the_words_are_few() -> None:
    for entry in ENTRIES:
        assert len(entry["name"]) < 80, entry["number"]
        assert len(entry["advice"]) < 320, entry["number"]


def test_a_name_is_a_phrase_and_advice_is_sentences() -> None:
    for entry in ENTRIES:
        assert not entry["name"].endswith("."), entry["number"]
        assert entry["advice"].endswith((".", '".')), entry["number"]
        # One line of plain text: terminals and Markdown show it the same.
        assert not re.search(r"\s\s|[^\x20-\x7e]", entry["name"] + entry["advice"]), entry["number"]


def test_links_lead_into_the_documentation() -> None:
    for entry in ENTRIES:
        link = urlsplit(entry["link"])
        assert link.scheme == "https", entry["number"]
        assert link.netloc in HOSTS, entry["number"]
        assert link.path.startswith(HOSTS[link.netloc]), entry["number"]
        assert not link.query, entry["number"]


def test_anchors_with_dots_name_something_that_exists() -> None:
    for entry in ENTRIES:
        anchor = urlsplit(entry["link"]).fragment
        if "." in anchor:  # Sphinx: the anchor of an object is its full name; that of a section has no dots
            assert resolve_name(anchor.replace("asyncio.loop.", "asyncio.AbstractEventLoop.")), entry["number"]


def test_the_catalogue_holds_reports_mistakes() -> None:
    catalogue = mistakes.catalogue()
    assert list(catalogue) == [entry["number"] for entry in ENTRIES]
    assert catalogue[1] == Mistake(**ENTRIES[0])
    assert mistakes.mistake(108) == Mistake(**ENTRIES[107])
    assert mistakes.mistake(None) is None
    with pytest.raises(KeyError):
        mistakes.mistake(0)


def numbers_used(source: str) -> set[int]:
    """Every integer in a place for a mistake's number: ``mistake=``, a mistake variable, the answer of a diagnosis."""
    tree = ast.parse(source)
    constants = {
        target.id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    answers = [answer for place in _places(tree) for answer in _answers(place)]
    values = [constants.get(answer.id) if isinstance(answer, ast.Name) else answer for answer in answers]
    return {value.value for value in values if isinstance(value, ast.Constant) and type(value.value) is int}


def _places(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="mistake", value=value):
                yield value
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if "mistake" in name.lower():
                yield value
            case ast.FunctionDef(name=name) if name.startswith("of_") or "mistake" in name:
                yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Return) and part.value)


def _answers(expression: ast.expr) -> Iterator[ast.expr]:
    """What an expression can come to, without what it only asks on the way."""
    match expression:
        case ast.IfExp(body=body, orelse=orelse):
            yield from _answers(body)
            yield from _answers(orelse)
        case ast.Dict(values=values):
            for value in values:
                yield from _answers(value)
        case ast.Call(func=ast.Attribute(value=ast.Dict() as table, attr="get")):
            yield from _answers(table)
        case _:
            yield expression


def test_what_the_kit_recognises_is_in_the_catalogue_under_one_name() -> None:
    named = [value for value in vars(mistakes).values() if type(value) is int]
    assert len(named) > 60
    assert set(named) <= set(mistakes.catalogue())
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("source", sorted(GRADING.rglob("*.py")), ids=lambda path: path.stem)
def test_the_kit_names_what_it_recognises(source: Path) -> None:
    assert numbers_used(source.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_numbers_in_use_are_in_the_catalogue(source: Path) -> None:
    assert numbers_used(source.read_text(encoding="utf-8")) <= set(mistakes.catalogue())


@pytest.mark.parametrize(
    "source",
    [
        "run.took(4, mistake=999)",
        "LOST = 999\nrun.returned(4, mistake=LOST if late else None)",
        "DEADLOCK_MISTAKES = {'Lock.acquire()': 999}",
        "def f():\n    mistake = 999",
        "def of_time(run):\n    return 999 if run.peaks[0] > 1 else None",
        "def of_ending(run):\n    return {'late': 999}.get(run.ending)",
    ],
)
def test_numbers_in_use_are_found_wherever_they_may_stand(source: str) -> None:
    assert numbers_used(source) == {999}
