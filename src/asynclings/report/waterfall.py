"""Drawing operations over time, so that a reader sees what overlapped and what did not."""

import math
from collections.abc import Iterator, Sequence

import msgspec

from asynclings.report.model import Evidence, Span
from asynclings.report.text import cells, no_workflow_command, one_line

_FIRST, _NOTABLE, _LAST = 4, 3, 3
"""How many spans are drawn of many: the first, the last, and those in between that did not end well."""

_FULL = _FIRST + _NOTABLE + _LAST + 2
"""Up to so many spans are drawn one by one."""


class _Ink(msgspec.Struct, frozen=True):
    """What bars are made of. ``steps`` is how many positions a column has: half a column can be drawn, or not."""

    steps: int
    bar: str
    left: str
    right: str
    crowd: str
    instant: str
    open: str
    open_end: str
    cancelled: str
    axis: str
    arrow: str
    more: str


_LINES = _Ink(2, "━", "╸", "╺", "┄", "◆", "╍", "▸", "✗", "─", "→", "…")
_ASCII = _Ink(1, "=", "=", "=", ".", "|", "~", ">", "x", "-", "->", "...")


def draw(evidence: Evidence, *, width: int = 80, unicode: bool = True) -> list[str]:
    """The spans as lines of at most ``width`` columns: name, bar over a common axis, start and end in seconds.

    Where no time has passed there is nothing to measure against, so axis and bars are left out. Many spans are
    condensed: the first, the last, and those that went wrong keep a line each. No spans, no lines.
    """
    ink = _LINES if unicode else _ASCII
    spans = sorted(evidence.spans, key=lambda span: span.start)
    if not spans:
        return []
    end = _axis_end(evidence, spans)
    groups = [group for group in _groups(spans) if group]
    labels = [_label(group, _shows_actors(spans), ink) for group in groups]
    notes = [_note(group, ink) for group in groups]
    note_width = max(map(cells, notes))
    label_width = min(max(map(cells, labels)), max(12, width * 2 // 5))
    labels = [_fit(label, label_width, ink) for label in labels]
    columns = max(10, width - label_width - note_width - 4)
    lines = [f"{' ' * label_width}  {_axis(end, columns, ink)}"] if end > 0 else []
    for group, label, note in zip(groups, labels, notes, strict=True):
        bar = f"  {_bar(group, end, columns, ink)}" if end > 0 else ""
        lines.append(f"{label}{bar}  {note}")
    if evidence.operations > len(spans):
        lines.append(f"(the first {len(spans):,} of {evidence.operations:,} operations)")
    return [no_workflow_command(line) for line in lines]


def caption(evidence: Evidence) -> str:
    """The evidence in a line: how many operations, how many of them at once, how long it took."""
    facts = []
    if evidence.operations:
        facts.append("1 operation" if evidence.operations == 1 else f"{evidence.operations:,} operations")
    if evidence.peak_in_flight:
        facts.append(f"at most {evidence.peak_in_flight:,} in flight")
    if evidence.elapsed is not None:
        unit = "second" if evidence.elapsed == 1 else "seconds"
        facts.append(f"{seconds(evidence.elapsed)} virtual {unit}")
    return ", ".join(facts)


def seconds(value: float) -> str:
    """A time as short as it can be said, to the microsecond as in sentences: 1, 0.25, 1,000."""
    return f"{value:,.6f}".rstrip("0").rstrip(".") if math.isfinite(value) else str(value)


def _groups(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """The spans as they get a line each: alone, or many together."""
    if len(spans) <= _FULL:
        yield from ([span] for span in spans)
        return
    alone = {*range(_FIRST), *range(len(spans) - _LAST, len(spans))}
    alone.update([n for n, span in enumerate(spans) if n not in alone and _remark(span)][:_NOTABLE])
    start = 0
    for n in [*sorted(alone), len(spans)]:
        yield spans[start:n]
        yield spans[n : n + 1]
        start = n + 1


def _remark(span: Span) -> str:
    """What is worth saying about how the span ended; nothing if it ended well."""
    if span.end is None:
        return "unfinished"
    outcome = one_line(span.outcome, 16)
    went_well = outcome in ("", "ok") or (len(outcome) == 3 and outcome.isdecimal() and outcome[0] in "123")
    return "" if went_well else outcome


def _label(group: Sequence[Span], actors: bool, ink: _Ink) -> str:
    if len(group) == 1:
        name = one_line(group[0].name, 200)
        return f"{one_line(group[0].actor, 40)}: {name}" if actors and group[0].actor else name
    peak = _peak(group)
    how = "1 at a time" if peak == 1 else "all at once" if peak == len(group) else f"up to {peak} at once"
    return f"{ink.more} {len(group):,} more, {how}"


def _shows_actors(spans: Sequence[Span]) -> bool:
    """Whether it helps to say who did it: several did, and not everyone a single thing."""
    return 1 < len({span.actor for span in spans}) < len(spans)


def _note(group: Sequence[Span], ink: _Ink) -> str:
    start = seconds(group[0].start)
    ends = [span.end for span in group]
    # An open end stays open, for one span and for many.
    end = "?" if None in ends else seconds(max(end for end in ends if end is not None))
    remark = _remark(group[0]) if len(group) == 1 else ""
    return (f"{start} {ink.arrow} {end}  {remark}" if start != end else f"{start}  {remark}").rstrip()


def _peak(spans: Sequence[Span]) -> int:
    """The largest number of spans that were open at one instant. One that ends when another starts does not overlap."""
    events = [(span.start, 1) for span in spans]
    events += [(math.inf if span.end is None else span.end, -1) for span in spans]
    running = peak = 0
    for _, step in sorted(events):
        running += step
        peak = max(peak, running)
    return max(1, peak)


def _axis_end(evidence: Evidence, spans: Sequence[Span]) -> float:
    times = [evidence.elapsed or 0.0, *(span.start for span in spans), *(span.end or 0.0 for span in spans)]
    return max((time for time in times if math.isfinite(time)), default=0.0)


def _axis(end: float, columns: int, ink: _Ink) -> str:
    left, right = "0 ", f" {seconds(end)} s"
    return left + ink.axis * max(1, columns - len(left) - len(right)) + right


def _bar(group: Sequence[Span], end: float, columns: int, ink: _Ink) -> str:
    """One bar: of a span, or faintly of many together."""
    size = columns * ink.steps
    filled = [False] * size
    for span in group:
        start, stop = _extent(span, end, size)
        filled[start:stop] = [True] * (stop - start)
    if len(group) > 1:
        return _cells(filled, ink, ink.crowd)
    span = group[0]
    first, last = (place // ink.steps for place in (start, stop - 1))
    if span.end == span.start:
        return _put(" " * columns, first, ink.instant)
    if span.end is None:
        return _put(_cells(filled, ink, ink.open), last, ink.open_end)
    bar = _cells(filled, ink, "")
    return _put(bar, last, ink.cancelled) if "cancel" in span.outcome.lower() else bar


def _extent(span: Span, end: float, size: int) -> tuple[int, int]:
    """Where the span starts and stops among ``size`` places; at least one place wide."""
    start = min(_place(span.start, end, size), size - 1)
    stop = _place(end if span.end is None else span.end, end, size)
    return start, max(stop, start + 1)


def _place(time: float, end: float, size: int) -> int:
    # A report that was read from a file may hold any number.
    if end <= 0 or math.isnan(time):
        return 0
    return round(min(max(time / end, 0.0), 1.0) * size)


def _cells(filled: Sequence[bool], ink: _Ink, faint: str) -> str:
    """Places as characters; a column that is half filled gets half a line, unless the line is faint anyway."""
    signs = {(False, False): " ", (True, True): faint or ink.bar}
    signs |= {(True, False): faint or ink.left, (False, True): faint or ink.right}
    return "".join(signs[filled[n], filled[n + ink.steps - 1]] for n in range(0, len(filled), ink.steps))


def _put(bar: str, column: int, sign: str) -> str:
    return bar[:column] + sign + bar[column + 1 :]


def _fit(label: str, width: int, ink: _Ink) -> str:
    """The label in exactly ``width`` columns; if it is too long its middle goes, for names differ at their ends."""
    if cells(label) > width:
        room = width - len(ink.more)
        head, tail = room // 3, room - room // 3
        while cells(label[:head]) + cells(label[-tail:]) > room and tail > 1:
            head, tail = max(0, head - 1), tail - 1
        label = label[:head] + ink.more + label[-tail:]
    return label + " " * (width - cells(label))
