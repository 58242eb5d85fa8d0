"""What an exercise's Markdown says: front matter and hints; and whether a file is the stub still."""

from pathlib import Path

import pytest

from asynclings.track import Exercise, Hint, TrackError

PAGE = """\
---
title: Pages
concepts: [task, client]
difficulty: 2
minutes: 25
---

# Pages

Text with a <details><summary>Not a hint</summary>because it stands above.</details>

## Hints

<details><summary>A nudge</summary>

What could be started *before*?

```python
## not a heading
```

</details>
<details>
<summary> Nearly there </summary>
Start them all.
</details>

## Read on
"""


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    (tmp_path / "exercises/2_io").mkdir(parents=True)
    return Exercise(slug="2_io/pages", title="Pages", points=10, seconds=20, retired=False, root=tmp_path)


def test_front_matter_arrives(exercise: Exercise) -> None:
    exercise.instructions.write_text(PAGE, encoding="utf-8")
    assert (exercise.concepts, exercise.difficulty, exercise.minutes) == (("task", "client"), 2, 25)
    assert exercise.front_matter.title == "Pages"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("---\n", "", "must begin with front matter"),
        ("difficulty: 2", "difficulty: 6", "difficulty"),
        ("minutes: 25\n", "", "minutes"),
        ("minutes: 25", "minutes: 25\npoints: 10", "points"),
        ("[task, client]", "[]", "concepts"),
        ("title: Pages", "title: [", "not valid YAML"),
    ],
)
def test_wrong_front_matter_is_named(exercise: Exercise, old: str, new: str, named: str) -> None:
    exercise.instructions.write_text(PAGE.replace(old, new), encoding="utf-8")
    with pytest.raises(TrackError) as caught:
        _ = exercise.minutes
    assert str(exercise.instructions) in str(caught.value)
    assert named in str(caught.value)


def test_missing_instructions_are_named(exercise: Exercise) -> None:
    with pytest.raises(TrackError, match=r"pages\.md cannot be read"):
        exercise.hints()


def test_hints_come_from_their_section_in_order(exercise: Exercise) -> None:
    exercise.instructions.write_text(PAGE, encoding="utf-8")
    assert exercise.hints() == (
        Hint("A nudge", "What could be started *before*?\n\n```python\n## not a heading\n```"),
        Hint("Nearly there", "Start them all."),
    )


def test_a_page_without_hints_has_none(exercise: Exercise) -> None:
    exercise.instructions.write_text(PAGE.replace("## Hints", "## Notes"), encoding="utf-8")
    assert exercise.hints() == ()


@pytest.mark.parametrize(
    ("content", "untouched"),
    [
        (b"# TODO\nx = 1\n", True),
        (b"# TODO\r\nx = 1\r\n", True),
        (b"# TODO\nx = 1\n\n\n", True),
        (b"# TODO\nx = 2\n", False),
        (b"# TODO\n x = 1\n", False),
        (b"", False),
    ],
)
def test_a_stub_is_untouched_but_for_line_ends(
    exercise: Exercise, tmp_path: Path, content: bytes, untouched: bool
) -> None:
    exercise.stub.write_bytes(b"# TODO\nx = 1\n")
    file = tmp_path / "pages.py"
    file.write_bytes(content)
    assert exercise.untouched(file) is untouched


def test_what_is_not_there_is_not_untouched(exercise: Exercise, tmp_path: Path) -> None:
    exercise.stub.write_bytes(b"")
    assert not exercise.untouched(tmp_path / "missing.py")
    assert not exercise.untouched(tmp_path)
