"""hint: one step at a time, and how to get the next."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings import track
from asynclings.cli.hint import wrapped

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
        (["2_io"], "'2_io' is a chapter. Name one of its exercises: pages, "),
        (["bakery"], f"1_event_loop/bakery has no hints. Its instructions are in {Path()}"),
        (["page"], "Did you mean 'pages'?"),
    ],
)
def test_what_cannot_be_shown_is_explained(asynclings: Run, words: list[str], said: str) -> None:
    outcome = asynclings("hint", *words)
    assert outcome.code == 2
    assert said.removesuffix(".") in " ".join(outcome.err.split())
    assert outcome.out == ""


def test_a_hint_is_wrapped_to_the_terminal(asynclings: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    hint = track.Hint("Step", f"{'word ' * 30}\n{'word ' * 30}")
    monkeypatch.setattr(track.Exercise, "hints", lambda exercise: (hint,))
    lines = asynclings("hint", "pages").out.splitlines()  # not a terminal: 80 columns
    assert max(map(len, lines)) == 79
    assert lines[2:] == [*[" ".join(["word"] * 16)] * 3, " ".join(["word"] * 12), ""]


def test_words_and_code_spans_are_not_broken() -> None:
    text = "Say `await asyncio.sleep(1)` or ``a `b` c`` once,\nthen well-known-words-that-are-long."
    assert wrapped(text, 20).splitlines() == [
        "Say",
        "`await asyncio.sleep(1)`",
        "or ``a `b` c`` once,",
        "then",
        "well-known-words-that-are-long.",
    ]


CODE = """\
```python
async def main():

    await asyncio.gather(one(), two(), three())
- no list
```"""
LIST = """\
* one item that is longer than the line is
  and goes on here
1. another item that is longer than the line is"""


@pytest.mark.parametrize("kept", [CODE, LIST, "    indented = 'code that is longer than the line is'"])
def test_code_and_lists_stay_as_they_are(kept: str) -> None:
    assert wrapped(kept, 20) == kept
    prose = "A paragraph of\nfive words"
    assert wrapped(f"{prose}\n\n{kept}\n\n{prose}", 80) == (
        f"A paragraph of five words\n\n{kept}\n\nA paragraph of five words"
    )


def test_a_paragraph_may_end_where_code_or_a_list_begins() -> None:
    assert wrapped(f"one\ntwo:\n{CODE}\nthree\nfour:\n{LIST}", 80) == f"one two:\n{CODE}\nthree four:\n{LIST}"


def test_the_next_hint_is_of_the_same_track(asynclings: Run) -> None:
    root = Path(__file__).parents[2]
    outcome = asynclings("hint", "pages", "--track", str(root))
    assert outcome.out.endswith(f"More help: asynclings hint pages --level 2 --track {root}\n")
