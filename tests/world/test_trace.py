"""The trace: what overlapped, and how many were in flight at once."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asynclings.values import Opaque, Record
from asynclings.world.trace import Operation, Trace, overlap, peak_in_flight


def traced(*changes: tuple[str, float, Any]) -> Trace:
    """A trace of ``begin`` and other endings, in this order: (what, when, name)."""
    trace, running = Trace(), {}
    for what, when, name in changes:
        if what == "begin":
            running[name] = trace.begin(Operation("kitchen", name, (), "task", when))
        else:
            trace.end(running[name], when, what)  # type: ignore[arg-type]
    return trace


def test_touching_ends_do_not_overlap() -> None:
    trace = traced(("begin", 0, "a"), ("ok", 1, "a"), ("begin", 1, "b"), ("ok", 2, "b"))
    a, b = trace
    assert not overlap([a], [b]) and not overlap([b], [a])
    assert peak_in_flight(trace) == 1


def test_a_peak_goes_by_what_came_first_in_one_instant() -> None:
    """The second began before the first had ended, though at the same time."""
    trace = traced(("begin", 0, "a"), ("begin", 1, "b"), ("ok", 1, "a"), ("ok", 2, "b"))
    a, b = trace
    assert peak_in_flight(trace) == 2
    assert not overlap([a], [b])


@pytest.mark.parametrize(
    ("changes", "peak"),
    [
        ([], 0),
        ([("begin", 0, "a")], 1),
        ([("begin", 0, "a"), ("begin", 0, "b"), ("cancelled", 0, "a"), ("begin", 0, "c")], 2),
        ([("begin", 0, "a"), ("begin", 0, "b"), ("begin", 0, "c"), ("failed", 1, "b")], 3),
    ],
)
def test_peaks(changes: list[tuple[str, float, str]], peak: int) -> None:
    assert peak_in_flight(traced(*changes)) == peak


def test_what_still_runs_overlaps_everything_after_its_start() -> None:
    a, b, c = traced(("begin", 0, "a"), ("ok", 1, "a"), ("begin", 2, "b"), ("begin", 3, "c"), ("ok", 4, "c"))
    assert overlap([b], [c]) and overlap([c], [b])
    assert not overlap([a], [b]) and not overlap([b], [b])


moments = st.integers(0, 4)
spans = st.lists(st.tuples(moments, st.none() | moments), max_size=6)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(spans, st.data())
def test_two_overlap_if_each_begins_before_the_other_ends(
    drawn: list[tuple[int, int | None]], data: st.DataObject
) -> None:
    operations = [
        Operation("kitchen", "mix", (), "task", start, None if long is None else start + long) for start, long in drawn
    ]
    whose = st.lists(st.sampled_from(operations), unique_by=id) if operations else st.just([])
    ones, others = data.draw(whose), data.draw(whose)

    def end(operation: Operation) -> float:
        return 99.0 if operation.end is None else operation.end

    assert overlap(ones, others) == any(
        a is not b and a.start < end(b) and b.start < end(a) for a in ones for b in others
    )


def test_a_flood_of_operations_is_compared_in_no_time() -> None:
    """Every one with every other would be four hundred million comparisons, and no limit of a run would end them."""
    flood = [Operation("kitchen", "mix", (), "task", n, n + 1) for n in range(20_000)]
    assert not overlap(flood, flood)


def test_an_end_is_the_end() -> None:
    trace = traced(("begin", 0, "a"), ("cancelled", 1, "a"), ("ok", 2, "a"))
    (a,) = trace
    assert (a.end, a.outcome) == (1, "cancelled")


def test_operations_are_found_by_name_and_by_service() -> None:
    trace = traced(("begin", 0, "a"), ("begin", 0, "b"), ("ok", 0, "b"))
    a, b = trace
    assert (trace.of("a"), trace.of("kitchen"), trace.of(None), trace.of("c")) == ([a], [a, b], [a, b], [])
    assert trace.running() == [a]


@pytest.mark.parametrize(
    ("service", "name", "arguments", "label"),
    [
        ("kitchen", "mix", ("vanilla", 2), "mix vanilla 2"),
        ("kitchen", "mix", ([1], None, {"a": 1}), "mix"),
        ("work", "__call__", (7,), "work 7"),
        ("shop.test", "GET /1", (), "GET /1"),
    ],
)
def test_labels(service: str, name: str, arguments: tuple[Any, ...], label: str) -> None:
    assert Operation(service, name, arguments, "task", 0).label == label


def test_a_label_shows_what_can_be_read_at_a_glance() -> None:
    """Texts and numbers, also in the fields of a record; nothing of what is in a list or cannot be read."""
    card = Record("Card", {"name": "rose", "seeds": 12, "notes": ["old"]})
    assert Operation("index", "save", (card, 3, ["x"], Opaque("Pen")), "task", 0).label == "save rose 12 3"
