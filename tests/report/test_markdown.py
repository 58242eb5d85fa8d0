import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from markdown_it import MarkdownIt
from markdown_it.token import Token

from asynclings.report.markdown import DETAIL_LIMIT, escaped, fenced, render
from asynclings.report.model import Evidence, Report
from asynclings.report.text import one_line

GITHUB_TAKES = 1024 * 1024


def parsed(text: str) -> list[Token]:
    """The document's tokens, those within lines included."""
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def test_the_sample_as_a_reader_sees_it(sample: Report) -> None:
    text = render(sample)
    assert text.startswith("## asynclings: 12 of 40 points\n")
    assert "| ✅ | One baker, two cakes<br>1\\_event\\_loop/bakery | 10/10 | ✅ Correct" in text
    assert "| ⚪ | A bank with two tellers<br>3\\_threads/race | 0/10 | not started |" in text
    assert "#### ❌ Concurrent: 100 pages of one second each take one second together." in text
    assert "The run took 100 virtual seconds; it should take 1\\. Never more" in text
    assert "[Read more](https://docs.python.org/3/library/asyncio-task.html#task-groups)" in text
    assert "exercises/2_io/pages.py:9\n    9 | pages.append(await client.get(url))\n```" in text
    assert "\n… 93 more, 1 at a time  " in text
    assert "\nIsolation: medium (landlock 7, rlimits); without seccomp. Allowed beyond computing: " in text
    assert "processes in race; disk in race. Seed 7, asynclings 0.1.0.\n" in text
    assert text.count("SyntaxError") == 1, "one cause of five failures is told once"
    assert "#### ⚠️ Correct, Concurrent, Bounded, Robust, Tidy: not run" in text


def test_passed_and_untouched_exercises_have_no_details(sample: Report) -> None:
    headings = re.findall("^### (.*)$", render(sample), re.MULTILINE)
    assert headings == ["A hundred pages: 2/10", "A polite crawler: 0/10"]


def test_hostile_text_stays_text(
    hostile: str, infest: Callable[[str], Report], commands: Callable[[str], list[str]]
) -> None:
    text = render(infest(hostile))
    assert len(text.encode()) < GITHUB_TAKES
    assert commands(text) == []
    assert not set(text) & set("\x1b\x7f\x85\x9b\x9d\u2028\u202e\ufeff\r\x00")
    tokens = parsed(text)
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "image", "link_open", "code_block", "bullet_list_open", "hr", "blockquote_open"}
    assert {token.content for token in tokens if token.type == "html_inline"} <= {"<br>"}
    rows = [token for token in tokens if token.type == "tr_open"]
    cells = [token for token in tokens if token.type in ("td_open", "th_open")]
    assert (len(rows), len(cells)) == (2, 8)
    assert {token.tag for token in tokens if token.type == "heading_open"} == {"h2", "h3", "h4"}
    for token in tokens:
        if token.type == "text":  # what GitHub searches for mentions, addresses and references, once it is rendered
            assert not re.search(r"@\w|#\d", token.content)


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(data=st.data())
def test_escaped_text_is_read_as_it_was_written(data: DataObject, hostile_text: SearchStrategy[str]) -> None:
    text = one_line(data.draw(hostile_text), 200)
    paragraph = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped(text, 200))
    shown = [child for token in paragraph for child in (token.children or ())]
    assert {token.type for token in paragraph} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for child in shown} <= {"text", "text_special"}
    assert "".join(child.content for child in shown).replace("\u200b", "") == text


@pytest.mark.parametrize("address", ["http://evil.test", "https://evil.test", "www.evil.test", "WWW.evil.test"])
def test_addresses_do_not_become_links(address: str) -> None:
    """GFM links what starts with these very characters in the source."""
    assert not re.search(r"www\.|://", escaped(address, 100), re.IGNORECASE)


@settings(derandomize=True, deadline=None, database=None, max_examples=200)
@given(st.lists(st.sampled_from(["`", "``", "```", "\n", "~~~", "x", " ", "````text"])).map("".join))
def test_nothing_leaves_a_fence(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(fenced(text) + "\nafter\n")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert tokens[0].content == f"{text}\n"


def test_details_give_way_and_the_table_does_not(build: SimpleNamespace) -> None:
    evidence = Evidence(output="@" * 5000)
    failed = [build.check(facet, "failed", message="@" * 5000, evidence=evidence) for facet in build.facets]
    exercises = [build.exercise(f"2_io/e{n}", "@" * 5000, "failed", *failed) for n in range(200)]
    text = render(build.grading(*exercises))
    table, _, details = text.partition("\n\n### ")
    assert table.count("| 0/10 |") == 200
    assert len(details.encode()) < DETAIL_LIMIT + 1000
    assert re.search(r"\d+ more failed checks are left out here", details)


def test_a_huge_table_keeps_every_exercise_and_its_points(build: SimpleNamespace) -> None:
    checks = [build.check(facet) for facet in build.facets]
    exercises = [build.exercise(f"2_io/e{n}", "名" * 100, "passed", *checks) for n in range(3000)]
    text = render(build.grading(*exercises))
    assert len(text.encode()) < GITHUB_TAKES
    assert [f"| 2\\_io/e{n} | 10/10 |" in text for n in (0, 1500, 2999)] == [True, True, True]


def test_a_link_that_is_not_ours_is_not_one(build: SimpleNamespace, infest: Callable[[str], Report]) -> None:
    assert "Read more" not in render(infest("javascript:alert(1)"))
    assert "Read more" not in render(infest("https://x.test/) [y](http://evil.test"))
