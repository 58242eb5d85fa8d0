"""The trace: what overlapped, and how many were under way at once."""

from typing import Any

import pytest

from asynclings.world.trace import Operation, Trace, peak_in_flight


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
    assert not a.overlaps(b) and not b.overlaps(a)
    assert peak_in_flight(trace) == 1


def test_a_peak_goes_by_what_came_first_in_one_instant() -> None:
    """The second began before the first had ended, though at the same time."""
    trace = traced(("begin", 0, "a"), ("begin", 1, "b"), ("ok", 1, "a"), ("ok", 2, "b"))
    a, b = trace
    assert peak_in_flight(trace) == 2
    assert not a.overlaps(b)


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
    assert b.overlaps(c) and c.overlaps(b)
    assert not a.overlaps(b) and not b.overlaps(b)


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
