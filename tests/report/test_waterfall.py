import math
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from asynclings.report.model import Evidence, Span
from asynclings.report.text import cells
from asynclings.report.waterfall import caption, draw, seconds


def test_bars_show_what_overlaps(build: SimpleNamespace) -> None:
    spans = (build.span("GET /a", 0.0, 2.0), build.span("GET /b", 1.0, 4.0))
    assert draw(Evidence(elapsed=4.0, spans=spans), width=38) == [
        "        0 ───────────────── 4 s",
        "GET /a  ━━━━━━━━━━━╸             0 → 2",
        "GET /b        ━━━━━━━━━━━━━━━━━  1 → 4",
    ]


def test_bars_show_what_does_not_overlap(build: SimpleNamespace) -> None:
    evidence = Evidence(elapsed=4.0, spans=(build.span("GET /b", 2.0, 4.0), build.span("GET /a", 0.0, 2.0)))
    assert draw(evidence, width=38) == [
        "        0 ───────────────── 4 s",
        "GET /a  ━━━━━━━━━━━╸             0 → 2",
        "GET /b             ╺━━━━━━━━━━━  2 → 4",
    ]
    assert draw(evidence, width=38, unicode=False) == [
        "        0 ---------------- 4 s",
        "GET /a  ===========             0 -> 2",
        "GET /b             ===========  2 -> 4",
    ]


def test_unfinished_cancelled_and_instantaneous_operations_are_marked(build: SimpleNamespace) -> None:
    spans = (
        build.span("a", 0.0, None, ""),
        build.span("b", 1.0, 2.0, "cancelled"),
        build.span("c", 3.0, 3.0, "ok"),
        build.span("d", 3.0, 3.01, "503"),
    )
    assert draw(Evidence(elapsed=4.0, spans=spans), width=38) == [
        "   0 ────────── 4 s",
        "a  ╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍▸  0 → ?  unfinished",
        "b      ━━━✗          1 → 2  cancelled",
        "c              ◆     3",
        "d              ╸     3 → 3.01  503",
    ]
    assert draw(Evidence(elapsed=4.0, spans=spans), width=38, unicode=False) == [
        "   0 --------- 4 s",
        "a  ~~~~~~~~~~~~~~>  0 -> ?  unfinished",
        "b      ===x         1 -> 2  cancelled",
        "c             |     3",
        "d             =     3 -> 3.01  503",
    ]


def test_the_axis_reaches_to_the_end_of_the_run(build: SimpleNamespace) -> None:
    """A run that slept after its last request shows the empty time."""
    lines = draw(Evidence(elapsed=10.0, spans=(build.span("a", 0.0, 5.0),)), width=38)
    assert lines[0].endswith("10 s")
    bar = lines[1].split("0 → 5")[0]
    assert 0.4 < bar.count("━") / len(bar[3:-2]) < 0.6


def numbered(spans: list[Span]) -> Evidence:
    return Evidence(elapsed=max(span.end or 0 for span in spans), operations=len(spans), spans=tuple(spans))


def test_many_operations_are_condensed_to_their_ends(build: SimpleNamespace) -> None:
    sequential = draw(numbered([build.span(f"GET /{n}", float(n), n + 1.0) for n in range(100)]))
    assert [line.split("  ")[0].strip() for line in sequential[1:]] == [
        *(f"GET /{n}" for n in range(4)),
        "… 93 more, 1 at a time",
        *(f"GET /{n}" for n in range(97, 100)),
    ]
    together = draw(numbered([build.span(f"GET /{n}", 0.0, 1.0) for n in range(100)]))
    assert together[5].startswith("… 93 more, all at once  ┄┄┄┄")
    waves = draw(numbered([build.span(f"GET /{n}", n // 10 + 0.0, n // 10 + 1.0) for n in range(100)]))
    assert waves[5].startswith("… 93 more, up to 10 at once  ┄┄┄┄")


def test_what_went_wrong_amid_many_keeps_its_line(build: SimpleNamespace) -> None:
    spans = [build.span(f"GET /{n}", 0.0, 1.0, "500" if n == 50 else "200") for n in range(100)]
    labels = [line.split("  ")[0] for line in draw(numbered(spans))[1:]]
    assert labels[4:7] == ["… 46 more, all at once", "GET /50", "… 46 more, all at once"]


def test_spans_that_the_report_does_not_hold_are_mentioned(build: SimpleNamespace) -> None:
    evidence = Evidence(operations=5000, spans=(build.span("a", 0.0, 1.0),))
    assert draw(evidence)[-1] == "(the first 1 of 5,000 operations)"


def test_actors_are_named_when_each_does_several_things(build: SimpleNamespace) -> None:
    tellers = [build.span("read", 0.0, 1.0, actor="ann"), build.span("read", 0.0, 1.0, actor="bob")]
    tellers.append(build.span("write", 1.0, 2.0, actor="ann"))
    assert [line.split("  ")[0] for line in draw(numbered(tellers))[1:]] == ["ann: read", "bob: read", "ann: write"]
    assert [line.split("  ")[0] for line in draw(numbered(tellers[:2]))[1:]] == ["read", "read"]


def test_long_names_lose_their_middle(build: SimpleNamespace) -> None:
    spans = [build.span(f"GET http://shop.test/catalogue/of/products/{n}", 0.0, 1.0) for n in (1, 2)]
    lines = draw(numbered(spans), width=80)
    assert [line.split("  ")[0] for line in lines[1:]] == [f"GET http:/…talogue/of/products/{n}" for n in (1, 2)]
    assert max(map(cells, lines)) <= 80


def test_without_time_there_is_no_axis(build: SimpleNamespace) -> None:
    spans = (build.span("GET /a", 0.0, 0.0, "404"), build.span("GET /bc", 0.0, None, ""))
    assert draw(Evidence(elapsed=0.0, spans=spans)) == ["GET /a   0  404", "GET /bc  0 → ?  unfinished"]
    assert draw(Evidence(elapsed=0.0, spans=spans), unicode=False)[1] == "GET /bc  0 -> ?  unfinished"
    crowd = draw(numbered([build.span("GET /", 0.0, 0.0) for _ in range(100)]))
    assert crowd[4] == "… 93 more, 1 at a time  0"


def test_nothing_to_draw() -> None:
    assert draw(Evidence(elapsed=1.0)) == []


def test_caption_states_the_facts_that_there_are() -> None:
    assert caption(Evidence(elapsed=100.0, peak_in_flight=10, operations=1000)) == (
        "1,000 operations, at most 10 in flight, 100 virtual seconds"
    )
    assert caption(Evidence(elapsed=1.0, operations=1)) == "1 operation, 1 virtual second"
    assert caption(Evidence()) == ""


def test_times_are_as_short_as_they_can_be_and_as_exact_as_in_sentences() -> None:
    assert [seconds(time) for time in (0, 1.0, 0.25, 1234.5, 100.0, 1 / 3, 4e-7)] == [
        "0",
        "1",
        "0.25",
        "1,234.5",
        "100",
        "0.333333",
        "0",
    ]


times = st.floats(0, 10_000) | st.sampled_from([0.0, 1.0, math.inf, math.nan, -1.0])
spans_of_any_kind = st.builds(
    Span,
    name=st.text(st.characters(), max_size=60),
    start=times,
    end=st.none() | times,
    outcome=st.sampled_from(["", "ok", "200", "cancelled", "refused by the server"]),
    actor=st.sampled_from(["", "a", "b"]),
)


@settings(derandomize=True, deadline=None, database=None, max_examples=150)
@given(st.lists(spans_of_any_kind, min_size=1, max_size=40), st.integers(80, 120), st.booleans())
def test_any_spans_can_be_drawn_within_the_width(spans: list[Span], width: int, unicode: bool) -> None:
    lines = draw(Evidence(spans=tuple(spans)), width=width, unicode=unicode)
    assert 1 <= len(lines) <= 16
    assert max(map(cells, lines)) <= width
