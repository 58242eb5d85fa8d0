"""hint: one step at a time, and how to get the next."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings import track

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def hints(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = tuple(track.Hint(f"Step {n}", f"Text {n}.") for n in (1, 2, 3))
    monkeypatch.setattr(track.Exercise, "hints", lambda exercise: steps if exercise.name == "pages" else ())


def test_the_first_hint_comes_first_and_says_how_to_go_on(asynclings: Run) -> None:
    outcome = asynclings("hint", "pages")
    assert outcome.code == 0
    assert "hint 1 of 3: Step 1\n\nText 1.\n" in outcome.out
    assert "Text 2" not in outcome.out
    assert outcome.out.endswith("More help: asynclings hint pages --level 2\n")


def test_the_last_hint_promises_no_more(asynclings: Run) -> None:
    outcome = asynclings("hint", "2_io/pages", "--level", "3")
    assert "hint 3 of 3: Step 3\n\nText 3.\n" in outcome.out
    assert "More help" not in outcome.out


def test_all_shows_all(asynclings: Run) -> None:
    outcome = asynclings("hint", "exercises/2_io/pages.py", "--level", "all")
    assert [f"Text {n}." in outcome.out for n in (1, 2, 3)] == [True] * 3
    assert "More help" not in outcome.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pages", "--level", "4"], "2_io/pages has 3 hints, so there is no number 4. Try `--level all`."),
        (["pages", "--level", "0"], "'0' is neither a number from 1 on nor `all`"),
        (["pages", "--level", "more"], "'more' is neither a number from 1 on nor `all`"),
        (["pages", "--level", "²"], "'²' is neither a number from 1 on nor `all`"),
        (["2_io"], "'2_io' is a chapter. Name one of its exercises: pages, crawler."),
        (["bakery"], f"1_event_loop/bakery has no hints. Its instructions are in {Path()}"),
        (["page"], "Did you mean 'pages'?"),
    ],
)
def test_what_cannot_be_shown_is_explained(asynclings: Run, words: list[str], said: str) -> None:
    outcome = asynclings("hint", *words)
    assert outcome.code == 2
    assert said.removesuffix(".") in " ".join(outcome.err.split())
    assert outcome.out == ""
