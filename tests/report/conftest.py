"""A report that holds every status, and one in which every string is hostile."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from asynclings.report.model import (
    CheckResult,
    Evidence,
    ExerciseResult,
    Isolation,
    Line,
    Missing,
    Mistake,
    Report,
    Span,
)

FACETS = ("Correct", "Concurrent", "Bounded", "Robust", "Tidy")

IN_A_LOOP = Mistake(
    number=1,
    name="await in a loop for calls that do not need one another",
    advice="Start all of them first, in a TaskGroup or with asyncio.gather, and wait for them together.",
    link="https://docs.python.org/3/library/asyncio-task.html#task-groups",
)

NOTICE = '::notice title=Autograding report::{"totalPoints":999,"maxPoints":10}'

HOSTILE = (
    NOTICE,
    f"fine\r{NOTICE}",
    f"fine\u2028{NOTICE}",
    f"fine\x85 \u3000\t{NOTICE}",
    f"fine\n:\x1b[0m:error::{NOTICE}",
    f"fine\n\ufeff\u200b{NOTICE}",
    "in the middle ##[error]of a line, ####[[error]]",
    "#\u200b#[add-mask]x",
    "\x1b]52;c;cm0gLXJmIH4=\x07 copied, \x9d52;c;cm0=\x9c copied, \x1b]0;title without an end",
    "\x1b[2J\x1b[31mred\x9b1A\x1bc\x08\x07\x00\x7f",
    "\u202egnirts\u2066\u200f\u00ad\U000e0041",
    "<script>alert(1)</script><img src=x onerror=alert(1)><!-- --><details>",
    "| a | b |\n|---|---|\n| [x](javascript:alert(1)) | ![y](http://evil.test/z.png) |",
    "```\n~~~\n````text\n# heading\n===\n* item\n    code\n1. one\n> quote\n",
    "@octocat octo@cat.test http://evil.test www.evil.test #1 [ref]: http://evil.test $x$ &lt; `code` \\",
    "]]> &amp; <![CDATA[ <?xml ?> [[ATTACHMENT|/etc/passwd]]",
    "lone \ud800 surrogates \udfff and \ufffe\uffff",
    "\x0b\x0c\x1c\x1d\x1e\x1f\t::error::x",
    "名前 👩\u200d💻 e\u0301",
    "x" * 1_000_000,
    "\n" * 100_000,
    "\x1b[0m" * 100_000 + "::error::x",
)


def span(name: str, start: float, end: float | None, outcome: str = "200", actor: str = "") -> Span:
    return Span(name=name, start=start, end=end, outcome=outcome, actor=actor)


def check(name: str, status: str = "passed", **more: Any) -> CheckResult:
    title = {
        "Correct": "Every page comes back in the order of its address.",
        "Concurrent": "100 pages of one second each take one second together.",
        "Bounded": "Never more than 100 requests are in flight.",
        "Robust": "A page that fails does not take the others with it.",
        "Tidy": "The client is closed, and no task is left running.",
    }[name]
    defaults = {
        "id": f"test_pages.py::test_{name.lower()}",
        "facet": name,
        "title": title,
        "status": status,
        "points": 2 if status == "passed" else 0,
        "max_points": 2,
    }
    return CheckResult(**(defaults | more))


def exercise(slug: str, title: str, status: str, *checks: CheckResult, policy: tuple[str, ...] = ()) -> ExerciseResult:
    return ExerciseResult(
        slug=slug,
        title=title,
        path=f"exercises/{slug}.py",
        points=sum(check.points for check in checks),
        max_points=sum(check.max_points for check in checks),
        status=status,  # type: ignore[arg-type]
        checks=checks,
        seconds=0.125,
        policy=policy,
    )


def grading(*exercises: ExerciseResult) -> Report:
    return Report(
        kit_version="0.1.0",
        seed=7,
        points=sum(exercise.points for exercise in exercises),
        max_points=sum(exercise.max_points for exercise in exercises),
        exercises=exercises,
        isolation=Isolation(
            trust="medium",
            platform="linux 6.17 x86_64",
            active=("environment", "session", "rlimits", "no_new_privs", "landlock:7"),
            missing=(Missing(layer="seccomp", why="no table for riscv64"),),
            canary={"open_socket": "allowed", "take_memory": "denied"},
        ),
    )


def sample() -> Report:
    """A grading as it happens: everything passed, one after another, not importable, untouched."""
    sequential = Evidence(
        elapsed=100.0,
        peak_in_flight=1,
        operations=100,
        spans=tuple(span(f"GET /{n}", float(n), n + 1.0) for n in range(100)),
        output="fetching 0\nfetching 1\nfetching 2\n",
    )
    leak = Evidence(
        elapsed=3.0,
        peak_in_flight=2,
        operations=4,
        spans=(
            span("GET /slow", 0.0, None, ""),
            span("GET /a", 0.0, 1.0),
            span("GET /b", 1.0, 1.5, "cancelled"),
            span("close", 3.0, 3.0, "ok"),
        ),
    )
    broken = {
        "status": "error",
        "message": "The file could not be imported. SyntaxError in line 4: expected ':'",
        "line": Line(file="exercises/2_io/crawler.py", number=4, text="    while todo"),
    }
    return grading(
        exercise("1_event_loop/bakery", "One baker, two cakes", "passed", *map(check, FACETS)),
        exercise(
            "2_io/pages",
            "A hundred pages",
            "failed",
            check("Correct"),
            check(
                "Concurrent",
                "failed",
                message="The run took 100 virtual seconds; it should take 1. Never more than 1 request was in "
                "flight, and 100 were expected.",
                mistake=IN_A_LOOP,
                line=Line(file="exercises/2_io/pages.py", number=9, text="        pages.append(await client.get(url))"),
                evidence=sequential,
            ),
            check("Bounded", "skipped", message="needs Concurrent"),
            check("Robust", "skipped", message="needs Concurrent"),
            check("Tidy", "failed", message="A task was still running at the end: 'GET /slow'.", evidence=leak),
        ),
        exercise("2_io/crawler", "A polite crawler", "error", *(check(facet, **broken) for facet in FACETS)),
        exercise(
            "3_threads/race",
            "A bank with two tellers",
            "not_started",
            *(check(facet, "skipped", message="not started") for facet in FACETS),
            policy=("processes", "disk"),
        ),
    )


def infested(text: str) -> Report:
    """A report in which every string that a learner can have chosen is ``text``."""
    evidence = Evidence(
        elapsed=1.0,
        operations=3,
        spans=(span(text, 0.0, 1.0, text, text), span(text, 0.0, None, text, "b"), span("c", 1.0, 1.0, text, "b")),
        output=text,
    )
    bad: dict[str, Any] = {
        "message": text,
        "line": Line(file=text, number=3, text=text),
        "evidence": evidence,
        "mistake": Mistake(number=1, name=text, advice=text, link=text),
    }
    whole = exercise(
        "2_io/pages",
        text,
        "failed",
        check("Correct", "failed", title=text, **bad),
        check("Concurrent", "error", **bad),
        check("Bounded", "skipped", message=text),
        check("Tidy", "passed", title=text, facet=text),
    )
    report = grading(msgspec.structs.replace(whole, path=text, policy=(text,)))
    missing = (Missing(layer=text, why=text, remedy=text),)
    active = (text, f"landlock:{text}")
    isolation = Isolation(trust="basic", platform=text, active=active, missing=missing, canary={text: text})
    return msgspec.structs.replace(report, isolation=isolation)


@pytest.fixture(name="sample")
def _sample() -> Report:
    return sample()


@pytest.fixture(scope="session")
def build() -> SimpleNamespace:
    """Functions that build parts of a report: ``span``, ``check``, ``exercise``, ``grading``."""
    return SimpleNamespace(span=span, check=check, exercise=exercise, grading=grading, facets=FACETS)


@pytest.fixture(scope="session")
def infest() -> Callable[[str], Report]:
    return infested


@pytest.fixture(params=HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def hostile_text() -> SearchStrategy[str]:
    """Any text, and often one of pieces that are dangerous together."""
    pieces = [
        "::",
        "##[",
        "#",
        "[",
        "]",
        ":",
        "\n",
        "\r",
        "\x1b[",
        "\x1b]",
        "\x9b",
        "\x07",
        "m",
        "0",
        " ",
        "\t",
        "\x85",
    ]
    pieces += [
        "\u2028",
        "\ufeff",
        "\u200b",
        "\u202e",
        "`",
        "```",
        "~~~",
        "<",
        ">",
        "&",
        "|",
        "@a",
        "#1",
        "http://",
        "www.",
    ]
    pieces += [
        "\\",
        "*",
        "_",
        "!",
        "(",
        ")",
        "-",
        "+",
        "=",
        "1.",
        "$",
        "\ud800",
        "\uffff",
        "\x00",
        "]]>",
        "    ",
        "\u3000",
    ]
    # characters() yields lone surrogates too, which text() alone does not.
    piece = st.sampled_from(pieces) | st.text(st.characters(), max_size=3)
    return st.lists(piece, max_size=12).map("".join)
