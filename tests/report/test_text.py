from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from asynclings.report.text import cells, no_workflow_command, one_line, plain, shorten

searching = settings(derandomize=True, deadline=None, database=None, max_examples=300)

Commands = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc\x85d\u2028e\u2029f\x0bg\x0ch", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\x1b[1;31mred\x1b[0m \x9b4munderlined", "red underlined"),
        ("\x1b]52;c;cm0=\x07after", "after"),
        ("\x1b]52;c;cm0=\x1b\\after", "after"),
        ("\x9d52;c;cm0=\x9cafter", "after"),
        ("\x1b]0;no end\nnext line", "\nnext line"),
        ("\x1bPq#0\x1b\\after \x1bc\x1b(Breset", "after reset"),
        ("\x00a\x08\x7fb\x90", "ab"),
        ("\u202eabc\u2066\u200b\u200d\ufeff\u00ad\u061c\U000e0041", "abc"),
        ("\ud800x\udfff\uffff", "\ufffdx\ufffd\ufffd"),
        ("Grüße, 名前, e\u0301", "Grüße, 名前, e\u0301"),
    ],
)
def test_plain_keeps_what_can_be_read_and_nothing_that_acts(text: str, clean: str) -> None:
    assert plain(text, 100) == clean


def test_one_line_joins_lines_and_blanks() -> None:
    assert one_line("  a\r\n\tb\u2028  c \x1b[0m ", 100) == "a b c"


def test_what_is_cut_ends_in_an_ellipsis() -> None:
    assert plain("abcdef", 6) == "abcdef"
    assert plain("abcdefg", 6) == "abcde…"
    assert one_line("ab cd efg", 6) == "ab cd…"
    assert shorten("abc", 0) == ""


def test_text_behind_megabytes_of_escapes_is_cut_not_searched_for() -> None:
    assert plain("\x1b[0m" * 1_000_000 + "late", 100) == "…"


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("::error::x", ": :error::x"),
        ("fine\n \t\u3000::error::x", "fine\n \t\u3000: :error::x"),
        ("fine\r::error::x", "fine\r: :error::x"),
        ("fine\u2028::error::x", "fine\u2028: :error::x"),
        ("\ufeff::error::x", "\ufeff: :error::x"),
        (":::x", ": ::x"),
        ("a ##[error]b", "a ## [error]b"),
        ("####[[x]", "#### [[x]"),
        ("std::vector and a[::2]", "std::vector and a[::2]"),
        ("", ""),
    ],
)
def test_workflow_commands_are_broken_and_nothing_else(text: str, harmless: str) -> None:
    assert no_workflow_command(text) == harmless


@searching
@given(data=st.data(), limit=st.integers(0, 40))
def test_no_text_becomes_a_command_or_acts_on_a_terminal(
    data: DataObject, limit: int, hostile_text: SearchStrategy[str], commands: Commands
) -> None:
    text = data.draw(hostile_text)
    clean = plain(text, limit)
    assert len(clean) <= limit
    assert all(char in "\n\t" or char.isprintable() or char.isspace() for char in clean if ord(char) < 0x100)
    assert not set(clean) & set("\r\x1b\x85\u2028\u2029\u200b\u202e\ufeff\x9b")
    clean.encode()  # raises for a lone surrogate
    assert plain(clean, limit) == clean
    assert "\n" not in one_line(text, limit)
    assert len(one_line(text, limit)) <= limit
    assert commands(no_workflow_command(clean)) == []
    assert commands(no_workflow_command(text)) == []


def test_width_in_columns() -> None:
    assert [cells(text) for text in ("abc", "名前", "e\u0301", "→━")] == [3, 4, 1, 2]
