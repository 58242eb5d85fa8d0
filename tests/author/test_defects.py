"""Each defect of an exercise's files is seen and said, and nothing else is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.author.defects import defects, track_defects
from asynclings.author.new_exercise import begin
from asynclings.track import Exercise, Track, load

Edit = Callable[[Path, str, str], None]

# One submission cannot fail five checks, so this is what a scaffold still lacks.
LACKS = {
    f"No wrong submission fails {facet}: it is not known to be able to fail."
    for facet in ("Correct", "Bounded", "Robust", "Tidy")
}


def test_a_scaffold_lacks_wrong_submissions_only(tea: Exercise) -> None:
    assert set(defects(tea)) == LACKS


@pytest.mark.parametrize(
    ("part", "old", "new", "sentence"),
    [
        ("stub", '"""A cup of tea.', 'x = """', "The stub has no docstring that states the task."),
        ("stub", "# TODO", "# LATER", "The stub has no `# TODO` where the work begins."),
        ("stub", "names: list", "names: set", "fetch_all takes (shelf: Shelf, names: set[str]) in the stub and ("),
        ("stub", "return [", "return {@ [", "tea.py, line 17: "),
        ("stub", "# TODO", '"{=" # TODO', "2_second/tea.py contains one of {@ {=, which is where the template"),
        ("instructions", "\n# A cup", "\n# The cup", "The instructions have no heading `# A cup of tea`."),
        ("instructions", 'title: "A cup', 'title: "The cup', "and 'The cup of tea' in its instructions."),
        ("instructions", "difficulty: 1\n", "", "difficulty"),
        (
            "instructions",
            "<summary>A nudge</summary>",
            "A nudge",
            "There are 2 hints under `## Hints`; there must be 3",
        ),
        ("grader", '@check("Tidy")', "", "The grader has 4 checks; there must be 5."),
        ("grader", '    """It takes one second, as long as one thing takes."""\n', "", "has no docstring"),
        ("grader", "NUMBER = 5", "NUMBER = five", "cannot be imported: NameError"),
        ("verdicts", "[one_after_another]", "[another]", "wrong/one_after_another has no entry in verdicts.toml."),
        ("verdicts", "[one_after_another]", "[another]", "an entry another, and there is no submission"),
        ("verdicts", '"PFSSS"', '"PPFPP"', "No wrong submission gets PFSSS"),
        ("verdicts", '"PFSSS"', '"PXSSS"', "verdicts.toml: one_after_another: "),
        ("verdicts", "mistake = 1\n", "", "`mistake`"),
        ("verdicts", "[one", 'stub = "ESSSS"\n[one', "`$.stub`"),
        ("verdicts", "[one", "one", "verdicts.toml cannot be read: "),
    ],
)
def test_a_defect_is_said(tea: Exercise, edit: Edit, part: str, old: str, new: str, sentence: str) -> None:
    file = tea.submissions / "verdicts.toml" if part == "verdicts" else getattr(tea, part)
    text = file.read_text(encoding="utf-8")
    edit(file, old, new) if text.count(old) == 1 else file.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = defects(tea)
    assert any(sentence in each for each in found), found


@pytest.mark.parametrize("part", ["stub", "instructions", "solution", "grader"])
def test_a_missing_file_is_named_and_nothing_else(tea: Exercise, part: str) -> None:
    file: Path = getattr(tea, part)
    file.unlink()
    assert defects(tea) == [f"There is no {file.relative_to(tea.root).as_posix()}."]


def test_a_stub_that_cannot_be_right_needs_no_sequential_answer(tea: Exercise, edit: Edit) -> None:
    edit(tea.submissions / "verdicts.toml", '"PFSSS"', '"FSSSS"')
    assert any("No wrong submission gets PFSSS" in each for each in defects(tea))
    edit(tea.submissions / "verdicts.toml", "[one", 'stub = "FSSSS"\n[one')
    assert not any("No wrong submission gets PFSSS" in each for each in defects(tea))


def test_an_exercise_without_submissions_lacks_them(tea: Exercise) -> None:
    (tea.submissions / "right" / "another_way.py").unlink()
    (tea.submissions / "wrong" / "one_after_another.py").unlink()
    (tea.submissions / "verdicts.toml").write_text("", encoding="utf-8")
    assert defects(tea) == [
        "There is no right submission beside the solution.",
        "There is no wrong submission, so no check is known to be able to fail.",
    ]


def test_a_track_is_looked_at_as_a_whole(tea: Exercise, edit: Edit) -> None:
    root = tea.root
    for slug in ("1_first/coffee", "3_third/milk"):
        begin(load(root), slug, "A cup")
    assert track_defects(load(root)) == []
    edit(root / "exercises" / "track.yml", "3_third/milk", "1_first/t_e_a")
    (root / "graders" / "1_first" / "test_old.py").touch()
    assert track_defects(load(root)) == [
        "The chapter 3_third has no exercise.",
        "The exercises in track.yml are not in the order of its chapters.",
        "2_second/tea and 1_first/t_e_a have names that cannot be told apart: letters and digits count.",
        "exercises/3_third/milk.md belongs to no exercise of track.yml.",
        "exercises/3_third/milk.py belongs to no exercise of track.yml.",
        "solutions/3_third/milk.py belongs to no exercise of track.yml.",
        "graders/1_first/test_old.py belongs to no exercise of track.yml.",
        "graders/3_third/test_milk.py belongs to no exercise of track.yml.",
        "tests/submissions/milk belongs to no exercise of track.yml.",
    ]


def test_chapters_without_exercises_are_defects_once_there_are_any(track: Track) -> None:
    assert track_defects(track) == []
    begin(track, f"{track.chapters[0].slug}/tea", "Tea")
    found = track_defects(load(track.root))
    assert found == [f"The chapter {c.slug} has no exercise." for c in track.chapters[1:]]
