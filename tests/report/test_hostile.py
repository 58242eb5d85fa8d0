"""No text acts in any report: an exhaustive table of what acts, over every format; and each rule is seen to be needed.

What is judged is what a reader of that format gets to see or to obey: a terminal, a runner that prints the report or
what the Classroom reporter makes of it, a Markdown or an XML parser.
"""

import itertools
import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from markdown_it import MarkdownIt

from asynclings.report import FORMATS, terminal
from asynclings.report.model import Report

Infest = Callable[[str], Report]
Commands = Callable[[str], list[str]]

LINE_ENDS = ("", *"\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\r\n")
BLANKS = ("", *" \t\xa0\u1680\u2003\u3000\u200b\ufeff\u00ad\x00\x08\x1f\x7f", "\x1b[0m", "\x9b1m", "\x1b]0;x\x07")
COMMANDS = (
    '::notice title=Autograding report::{"totalPoints":999}',
    "::set-output name=pages::Zm9yZ2Vk",
    "::stop-commands::x",
    "##[set-output name=pages]Zm9yZ2Vk",
    "#\u200b#[error]x",
)
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- -->",
    "![y](http://evil.test/z.png)",
    "[x](javascript:alert(1))",
    "a|b|c\n|---|---|---|\n",
    "```\n````\n# heading\n* item\n",
    "@octocat #1 http://evil.test www.evil.test",
    "[[ATTACHMENT|/etc/passwd]]",
    "]]><x/>",
)
ACTIVE = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\n", "\t"}
ACTIVE |= set(
    "\u00ad\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u2066\u2067\u2068\u2069\ufeff\U000e0041"
)

COMMAND_TEXTS = [f"fine{end}{blank}{what}" for end, blank, what in itertools.product(LINE_ENDS, BLANKS, COMMANDS)]
ACTIVE_TEXTS = [f"a{char}b" for char in sorted(ACTIVE)] + ["lone \ud800 surrogate", "not in XML \uffff"]
TEXTS = [*ACTIVE_TEXTS, *MARKUP, *COMMAND_TEXTS]


# ---------------------------------------------------------------- what is wrong with a report


def faults(format: str, report: Report, commands: Commands) -> Iterator[str]:
    """Whatever acts in this report, in one format."""
    text = FORMATS[format](report)
    text.encode()  # raises where there is a lone surrogate
    for shown in (text, *seen(format, text, report)):
        yield from commands(shown)
        yield from (f"U+{ord(char):04X}" for char in set(shown) & ACTIVE)
    yield from markup(format, text)


def seen(format: str, text: str, report: Report) -> Iterator[str]:
    """What else a reader of this format gets to see."""
    if format == "classroom":
        for line in text.splitlines():
            name, _, value = line.partition("=")
            assert re.fullmatch("[a-z][a-z0-9]*", name)
            yield from map(reporter_log, json.loads(b64decode(value, validate=True))["tests"])
    elif format == "terminal":
        coloured = terminal.render(report, color=True)
        yield re.sub(r"\x1b\[[0-9;]*m", "", coloured)  # the colours are ours, as the first text shows
        yield terminal.render(report, unicode=False)
        yield terminal.render_next_step(report)


def reporter_log(test: dict[str, Any]) -> str:
    """What the Classroom reporter prints of a test (console-results.js, tag v1), whatever its status."""
    return f"{test['name']}\nError: {test['message']}\nTest code:\n{test['test_code']}\n{test['filename']}"


def markup(format: str, text: str) -> Iterator[str]:
    """Markup that is not ours."""
    if format == "markdown":
        blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
        tokens = [token for block in blocks for token in (block, *(block.children or ()))]
        yield from (token.content for token in tokens if token.type == "html_inline" and token.content != "<br>")
        known = {"heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td", "strong", "em"}
        ours = {f"{kind}_{end}" for kind in known for end in ("open", "close")}
        ours |= {"inline", "text", "text_special", "fence", "html_inline", "hardbreak", "softbreak"}
        yield from sorted({token.type for token in tokens} - ours)
        yield from (token.content for token in tokens if token.type == "text" and re.search(r"@\w|#\d", token.content))
        yield from re.findall(r"www\.|://", re.sub(r"^(`{3,})text\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE))
        if sum(token.type in ("td_open", "th_open") for token in tokens) != 8:
            yield "the table has other cells than it should"
    elif format == "junit":
        try:
            root = ET.fromstring(text.encode())
        except ET.ParseError as error:
            yield str(error)
            return
        tags = {"testsuites", "testsuite", "testcase", "properties", "property", "failure", "error", "skipped"}
        yield from {element.tag for element in root.iter()} - tags - {"system-out"}
        yield from (str(out.text) for out in root.iter("system-out") if "[[ATTACHMENT|" in str(out.text))
    elif format == "json":
        json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


# ---------------------------------------------------------------- nothing acts


@pytest.mark.parametrize("format", FORMATS)
def test_no_text_of_the_table_acts(format: str, infest: Infest, commands: Commands) -> None:
    for text in TEXTS:
        assert list(faults(format, infest(text), commands)) == [], repr(text)


@pytest.mark.parametrize("format", FORMATS)
@settings(derandomize=True, deadline=None, database=None, max_examples=60)
@given(data=st.data())
def test_no_text_acts(
    format: str, data: DataObject, infest: Infest, commands: Commands, hostile_text: SearchStrategy[str]
) -> None:
    assert list(faults(format, infest(data.draw(hostile_text)), commands)) == []


# ---------------------------------------------------------------- and each rule is needed

NEVER = re.compile(r"(?!)")

RULES = [
    ("text", "_COMMAND_START", "terminal junit markdown classroom"),
    ("text", "_OLD_COMMAND_START", "terminal junit markdown classroom"),
    ("text", "_BREAKS", "terminal junit markdown"),
    ("text", "_UNSEEN", "terminal junit markdown classroom"),
    ("text", "_UNENCODABLE", "terminal junit markdown classroom"),
    ("json", "_ACTIVE", "json"),
    ("text", "_SURROGATE", "json"),
    ("markdown", "_SPECIAL", "markdown"),
    ("markdown", "_REFERENCE", "markdown"),
]


@pytest.mark.parametrize(
    ("module", "rule", "format"),
    [(module, rule, format) for module, rule, formats in RULES for format in formats.split()],
)
def test_without_a_rule_something_acts(
    module: str, rule: str, format: str, monkeypatch: pytest.MonkeyPatch, infest: Infest, commands: Commands
) -> None:
    monkeypatch.setattr(import_module(f"asynclings.report.{module}"), rule, NEVER)

    def acts(text: str) -> bool:
        try:
            return any(faults(format, infest(text), commands))
        except UnicodeEncodeError:
            return True

    assert any(map(acts, TEXTS))


def test_a_report_in_a_fence_stays_there(monkeypatch: pytest.MonkeyPatch, infest: Infest, commands: Commands) -> None:
    from asynclings.report import markdown

    monkeypatch.setattr(markdown, "fenced", lambda text: f"```text\n{text}\n```\n")
    assert any(any(faults("markdown", infest(text), commands)) for text in MARKUP)
