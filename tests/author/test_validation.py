"""Exercises are validated by grading them; nothing is replaced."""

from collections.abc import Callable
from pathlib import Path

from asynclings.author.new_exercise import begin
from asynclings.author.table import render
from asynclings.author.validation import validate
from asynclings.track import Exercise, Track, load

Edit = Callable[[Path, str, str], None]

CAPRICIOUS = """\
import asyncio


async def fetch_all(shelf, names):
    if names[0].endswith("7"):
        return [await shelf.fetch(name) for name in names]
    return list(await asyncio.gather(*map(shelf.fetch, names)))
"""


MISTAKEN = """\
async def fetch_all(shelf, names):
    return [await shelf.fetch("nothing of that name") for name in names]
"""


def test_what_a_scaffold_has_does_what_it_must(tea: Exercise) -> None:
    seen: list[tuple[str, int, int]] = []
    (found,) = validate([tea], [1, 2], lambda *graded: seen.append(graded))
    assert found.objections == []
    assert found.status == "defective"  # it lacks submissions, see test_defects
    assert seen[0] == ("2_second/tea solution", 1, 10)
    assert seen[-1] == ("2_second/tea wrong/one_after_another", 10, 10)


def test_what_is_to_do_is_not_graded(track: Track) -> None:
    begin(track, "1_first/coffee", "Coffee")
    (found,) = validate(load(track.root).exercises, [1], lambda *graded: 1 / 0)
    assert (found.status, found.cases) == ("to do", [])
    text = render([found], [], [1])
    assert "1_first/coffee      0      0         0  to do\n" in text
    assert "\n1_first/coffee: to do\n  exercises/1_first/coffee.py:3: state the task" in text
    assert text.endswith("\n1 exercise: 1 to do.")


def test_a_verdict_that_changes_is_told_of_with_its_seeds(tea: Exercise) -> None:
    (tea.submissions / "right" / "another_way.py").write_text(CAPRICIOUS, encoding="utf-8")
    (found,) = validate([tea], range(12), None)
    assert {objection.case.name for objection in found.objections} == {"right/another_way"}
    objection = next(each for each in found.objections if each.sentences[0] == "It must get PPPPP, and got PFSSS.")
    assert 0 < len(objection.seeds) < 12
    text = render([found], ["The chapter 1_first has no exercise."], range(12))
    how_often = f"({len(objection.seeds)} of 12 gradings, the first with --seed {objection.seeds[0]})"
    assert f"  right/another_way: It must get PPPPP, and got PFSSS. {how_often}\n      Concurrent: It took 5 s" in text
    assert "\nthe track: defective\n  The chapter 1_first has no exercise.\n" in text


def test_a_grader_that_breaks_is_a_defect_of_the_exercise(tea: Exercise, edit: Edit) -> None:
    edit(tea.grader, ").in_flight(", ").in_flihgt(")
    (found,) = validate([tea], [1], None)
    sentences = {objection.case.name: objection.sentences[0] for objection in found.objections}
    assert set(sentences) == {"solution", "right/another_way"}
    assert sentences["solution"].startswith("The check test_all_at_once of 2_second/tea is at fault")
    assert "in_flihgt" in sentences["solution"]


def test_wrong_arguments_are_no_fault_of_the_grader_that_authors_start_from(tea: Exercise) -> None:
    (tea.submissions / "wrong" / "mistaken.py").write_text(MISTAKEN, encoding="utf-8")
    with (tea.submissions / "verdicts.toml").open("a", encoding="utf-8") as verdicts:
        verdicts.write('\n[mistaken]\nmistake = 0\nverdict = "FSSSS"\n')
    (found,) = validate([tea], [1], None)
    assert "wrong/mistaken" in {case.name for case in found.cases}
    assert found.objections == []
