import re
from collections.abc import Callable
from types import SimpleNamespace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from asynclings.report.model import Evidence, Report
from asynclings.report.terminal import render, render_exercise, render_next_step, render_summary
from asynclings.report.text import cells

PAGES = """\
✘ A hundred pages                                              2_io/pages   2/10
  ✔ Correct   ✘ Concurrent   · Bounded   · Robust   ✘ Tidy

  ✘ Concurrent: 100 pages of one second each take one second together.
    The run took 100 virtual seconds; it should take 1. Never more than 1
    request was in flight, and 100 were expected.

    exercises/2_io/pages.py:9
    │ pages.append(await client.get(url))

    Likely mistake: await in a loop for calls that do not need one another
    Start all of them first, in a TaskGroup or with asyncio.gather, and wait for
    them together.
    https://docs.python.org/3/library/asyncio-task.html#task-groups

    100 operations, at most 1 in flight, 100 virtual seconds
                            0 ────────────────────────────────── 100 s
    GET /0                  ╸                                           0 → 1
    GET /1                  ╺                                           1 → 2
    GET /2                   ╸                                          2 → 3
    GET /3                   ╺                                          3 → 4
    … 93 more, 1 at a time   ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄   4 → 97
    GET /97                                                         ╺   97 → 98
    GET /98                                                          ╸  98 → 99
    GET /99                                                          ╺  99 → 100

  ✘ Tidy: The client is closed, and no task is left running.
    A task was still running at the end: 'GET /slow'.

    4 operations, at most 2 in flight, 3 virtual seconds
               0 ─────────────────────────────────────── 3 s
    GET /slow  ╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍▸  0 → ?  unfinished
    GET /a     ━━━━━━━━━━━━━━━                                0 → 1
    GET /b                    ━━━━━━━✗                        1 → 1.5  cancelled
    close                                                  ◆  3

  · Bounded, Robust: needs Concurrent

  It printed:
    │ fetching 0
    │ fetching 1
    │ fetching 2
"""


def test_a_failed_exercise_as_a_learner_reads_it(sample: Report) -> None:
    assert render_exercise(sample.exercises[1]) == PAGES


def test_one_cause_is_told_once(sample: Report) -> None:
    text = render_exercise(sample.exercises[2])
    assert text.count("SyntaxError") == 1
    assert "\n  ! Correct, Concurrent, Bounded, Robust, Tidy\n    The file could not be imported." in text


def test_an_untouched_exercise_is_one_quiet_line(sample: Report) -> None:
    line = "· A bank with two tellers                     not started  3_threads/race   0/10\n"
    assert render_exercise(sample.exercises[3]) == line
    assert render_exercise(sample.exercises[3], color=True) == f"\x1b[2m{line[:-1]}\x1b[0m\n"


def test_untouched_exercises_of_a_chapter_share_a_line(build: SimpleNamespace) -> None:
    chapter = [f"2_io/{name}" for name in ("pages", "deadline", "retries", "crawler", "headers", "rate_limit")]
    begun = build.exercise(chapter[1], "By the deadline", "passed", *map(build.check, build.facets))
    untouched = [
        build.exercise(slug, "Whatever", "not_started", *(build.check(each, "skipped") for each in build.facets))
        for slug in [*chapter[:1], *chapter[2:], "3_threads/race"]
    ]
    report = build.grading(untouched[0], begun, *untouched[1:])
    first, second, third, _ = render(report).split("\n\n")
    assert first == render_exercise(begun).rstrip("\n")
    assert second == "· 5 not started: pages, retries, crawler, headers, rate_limit        2_io   0/50"
    assert third == render_exercise(untouched[-1]).rstrip("\n")
    narrow = render(report, width=60)
    assert "\n· 5 not started: pages, retries and 3 more       2_io   0/50\n" in narrow
    assert "\n\x1b[2m· 5 not started: " in render(report, color=True)


def test_the_summary_counts_and_names_the_isolation(sample: Report) -> None:
    assert render_summary(sample, width=100).splitlines()[1:] == [
        "━━━━━━──────────────  12 of 40 points, 1 of 4 exercises passed, 1 not started",
        "Isolation: medium (landlock 7, rlimits); without seccomp (no table for riscv64)",
        "Allowed beyond computing: processes in race; disk in race",
        "Seed 7, asynclings 0.1.0",
    ]


def test_the_isolation_can_be_left_out(sample: Report) -> None:
    whole = render_summary(sample, width=100).splitlines()
    assert render_summary(sample, width=100, isolation=False).splitlines() == [*whole[:2], whole[-1]]


def test_the_next_step_is_one_hint_or_one_beginning(build: SimpleNamespace, sample: Report) -> None:
    assert render_next_step(sample) == "For a hint: asynclings hint pages\n"
    untouched = msgspec.structs.replace(sample, exercises=sample.exercises[3:])
    assert render_next_step(untouched) == ("To begin: read exercises/3_threads/race.md, change race.py, check again.\n")
    assert render_next_step(msgspec.structs.replace(sample, exercises=sample.exercises[:1])) == ""


def test_the_whole_is_its_parts(sample: Report) -> None:
    parts = [*map(render_exercise, sample.exercises), render_summary(sample)]
    assert render(sample) == "\n".join(parts)


@pytest.mark.parametrize("width", [80, 100])
def test_lines_fit_and_colour_adds_nothing_but_colour(sample: Report, width: int) -> None:
    bare, coloured = render(sample, width=width), render(sample, width=width, color=True)
    assert max(map(cells, bare.splitlines())) <= width
    assert "\x1b" not in bare
    assert "\x1b[31m✘\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == bare


def test_ascii_is_ascii_and_keeps_what_it_cannot_show(build: SimpleNamespace, sample: Report) -> None:
    assert render(sample, unicode=False).isascii()
    assert "\nx A hundred pages " in render(sample, unicode=False)
    failed = build.exercise("2_io/pages", "Pages", "failed", build.check("Tidy", "failed", message="Größe 名"))
    assert "Gr\\xf6\\xdfe \\u540d" in render_exercise(failed, unicode=False)


def test_what_was_printed_is_cut_and_shown_for_failures_only(build: SimpleNamespace) -> None:
    loud = Evidence(output="\n".join(f"line {n} " + "x" * 200 for n in range(20)))
    passed = build.exercise("2_io/pages", "Pages", "passed", build.check("Tidy", evidence=loud))
    assert "line 0" not in render_exercise(passed)
    failed = build.exercise("2_io/pages", "Pages", "failed", build.check("Tidy", "failed", evidence=loud))
    shown = render_exercise(failed).splitlines()
    assert shown[-1] == "    … and more"
    assert sum("│ line" in line for line in shown) == 8
    assert max(map(len, shown)) <= 80


def test_lines_of_a_message_stay_lines(build: SimpleNamespace) -> None:
    message = "Nothing can go on:\n  task 'a' waits for lock 1\n  task 'b' waits for lock 2"
    check = build.check("Correct", "failed", message=message)
    text = render_exercise(build.exercise("2_io/pages", "Pages", "failed", check))
    assert "    Nothing can go on:\n      task 'a' waits for lock 1\n      task 'b' waits for lock 2\n" in text


def acting(text: str) -> set[str]:
    """What of the text a terminal would act on, colours apart."""
    return set(re.sub(r"\x1b\[[0-9;]*m", "", text)) & set(
        "\x00\x07\x08\r\x1b\x7f\x85\x9b\x9d\u2028\u202e\u2066\u200b\ufeff"
    )


@pytest.mark.parametrize("unicode", [True, False])
def test_hostile_text_acts_on_no_terminal_and_no_runner(
    hostile: str, unicode: bool, infest: Callable[[str], Report], commands: Callable[[str], list[str]]
) -> None:
    for color in (True, False):
        report = infest(hostile)
        text = render(report, color=color, unicode=unicode)
        text += render_next_step(report, color=color, unicode=unicode)
        assert acting(text) == set()
        assert commands(text) == []
        assert len(text.splitlines()) < 250
        text.encode("utf-8" if unicode else "ascii")


@settings(derandomize=True, deadline=None, database=None, max_examples=100)
@given(data=st.data())
def test_any_text_is_shown_without_acting(
    data: DataObject,
    hostile_text: SearchStrategy[str],
    infest: Callable[[str], Report],
    commands: Callable[[str], list[str]],
) -> None:
    text = render(infest(data.draw(hostile_text)))
    assert acting(text) == set()
    assert commands(text) == []
