"""Which track a command works with."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings.cli.tracks import chosen
from asynclings.kit import kit_root
from asynclings.trouble import Trouble

Run = Callable[..., Any]

TRACK = """\
schema: asynclings/track/v1
chapters:
  1_own: {title: "Our own"}
exercises:
  1_own/tea: {title: "A cup of tea", points: 10, seconds: 20}
  1_own/shop: {title: "A shop", points: 10, seconds: 20, files: [main.py, data-model.py]}
"""
PAGE = """\
---
title: A cup of tea
concepts: [task]
difficulty: 1
minutes: 5
---

## Hints

<details><summary>A nudge</summary>

Think of tea.

</details>
"""


def make(root: Path) -> Path:
    (root / "exercises" / "1_own").mkdir(parents=True)
    (root / "exercises" / "track.yml").write_text(TRACK, encoding="utf-8")
    for name in ("tea", "shop"):
        (root / "exercises" / "1_own" / f"{name}.md").write_text(PAGE, encoding="utf-8")
    return root


@pytest.fixture
def track(tmp_path: Path) -> Path:
    return make(tmp_path / "my track")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An assignment of a track of one's own, which it brings along; the current folder."""
    folder = tmp_path / "own"
    make(folder / ".github" / "kit" / "track")
    for path in ("tea.py", "shop/main.py", "shop/data-model.py"):
        (folder / "exercises" / "1_own" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "exercises" / "1_own" / path).write_text("# work\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_the_option_goes_before_the_variable_and_that_before_the_kit(
    track: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chosen(Namespace(track=None), tmp_path).root == kit_root()
    monkeypatch.setenv("ASYNCLINGS_TRACK", str(track))
    assert chosen(Namespace(track=None), tmp_path).root == track
    other = make(tmp_path / "other")
    monkeypatch.chdir(tmp_path)
    assert chosen(Namespace(track=Path("other")), tmp_path).root == other


def test_a_folder_that_is_no_track_is_named_with_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Trouble, match=r"'nowhere' is no track, for it has no exercises/track\.yml\..*with --track\."):
        chosen(Namespace(track=Path("nowhere")), tmp_path)
    monkeypatch.setenv("ASYNCLINGS_TRACK", "nowhere")
    with pytest.raises(Trouble, match=r"in the variable ASYNCLINGS_TRACK\."):
        chosen(Namespace(track=None), tmp_path)


@pytest.mark.parametrize(
    "words", [["list"], ["check"], ["hint", "tea"], ["grade", "."], ["regrade", ".", "--into", "x"]]
)
def test_what_an_assignment_brings_along_is_used_only_when_asked_for(
    asynclings: Run, own: Path, grader: Any, words: list[str]
) -> None:
    """Its graders are programs, and it may be somebody else's."""
    outcome = asynclings(*words)
    assert outcome.code == 2
    assert f"`export ASYNCLINGS_TRACK={own}/.github/kit/track`" in outcome.err
    assert grader.submissions == []


def test_a_learner_who_has_said_so_works_as_with_the_kit(
    asynclings: Run, own: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASYNCLINGS_TRACK", str(own / ".github/kit/track"))
    assert "  tea   A cup of tea" in asynclings("list").out
    assert "Think of tea." in asynclings("hint", "tea").out
    assert asynclings("check").code == 0
    folder = own / "exercises/1_own"
    tea, shop = (folder / "tea.py", "exercises/1_own/tea.py"), (folder / "shop/main.py", "exercises/1_own/shop/main.py")
    assert grader.graded == {"1_own/tea": tea, "1_own/shop": shop}


@pytest.mark.parametrize("word", ["exercises/1_own/shop/data-model.py", "exercises/1_own/shop/main.py"])
def test_any_of_several_files_stands_for_all(asynclings: Run, own: Path, grader: Any, word: str) -> None:
    asynclings("check", word, "--track", ".github/kit/track")
    assert grader.graded == {"1_own/shop": (own / "exercises/1_own/shop/main.py", "exercises/1_own/shop/main.py")}


def test_a_folder_is_graded_with_the_track_that_is_named(asynclings: Run, own: Path, track: Path, grader: Any) -> None:
    assert asynclings("grade", own, "--track", track).code == 0
    assert list(grader.graded) == ["1_own/tea", "1_own/shop"]
    assert all(submission.exercise.root == track for submission in grader.submissions)
