"""From a run to what the report shows of it."""

from asynclings.grading.order import FILE_SIZE
from asynclings.grading.program import Program
from asynclings.grading.run.facts import Facts
from asynclings.messages import Where
from asynclings.report.model import Evidence, Line, Span

SPAN_LIMIT = 300
OUTPUT_SHOWN = 2_000  # characters
LINE_LENGTH = 200


def evidence_of(run: Facts) -> Evidence:
    """What was measured."""
    spans = tuple(
        Span(
            name=operation.label[:200],
            start=operation.start,
            end=operation.end,
            outcome=operation.outcome,
            actor=operation.actor[:60],
            connection=operation.connection,
        )
        for operation in run.operations[:SPAN_LIMIT]
    )
    return Evidence(
        elapsed=run.elapsed if run.order.virtual else None,
        peak_in_flight=run.peak() if run.operations else None,
        operations=len(run.operations),
        spans=spans,
        output=run.transcript.output[:OUTPUT_SHOWN]
        + (f"\n(and more: the output was cut at {FILE_SIZE >> 20} MiB)" if run.transcript.output_full else ""),
    )


def line_of(where: Where, program: Program) -> Line | None:
    """The learner's line; None if the file has no such line."""
    lines = program.source(where.file)
    if not 0 < where.line <= len(lines):
        return None
    return Line(file=where.file[:200], number=where.line, text=lines[where.line - 1][:LINE_LENGTH])
