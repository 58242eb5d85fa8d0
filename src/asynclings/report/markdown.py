"""The report as GitHub-flavoured Markdown, for the summary of a workflow's step.

GitHub takes a summary of at most 1 MiB and shows nothing of a longer one, so size is bounded at every level, and what
gives way is detail, never the table of points. Every string is escaped, for learners choose most of them.
"""

import re
from collections.abc import Sequence
from typing import Final

from asynclings.report.findings import findings
from asynclings.report.model import CheckResult, ExerciseResult, Line, Mistake, Report
from asynclings.report.shield import allowances_sentence, isolation_sentence
from asynclings.report.text import no_workflow_command, one_line, plain
from asynclings.report.waterfall import caption, draw

MESSAGE_LIMIT: Final = 2000
"""Characters of one message, or of what a submission printed."""

DETAIL_LIMIT: Final = 64 * 1024
"""Bytes of all that follows the table."""

TABLE_LIMIT: Final = 900_000
"""Bytes of the table; beyond it, rows say no more than the exercise and its points."""

_SIGNS: Final = {"passed": "✅", "failed": "❌", "error": "⚠️", "skipped": "⏭️", "not_started": "⚪"}

# What means something in a line of GFM: in any place, at its start (lists), after its number.
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&@$]|\A[-+=]|(?<=\d)[.)](?=\s|$)")

# GitHub looks for mentions, addresses and references in the rendered text too, where a backslash is gone already.
_REFERENCE = re.compile(r"@|#(?=\d)|:(?=//)|(?<=www)(?=\.)", re.IGNORECASE)

_LINK = re.compile(r"https://[\w./#%-]+", re.ASCII)


def render(report: Report) -> str:
    """The report as Markdown: the table of points, then what failed."""
    table = _table(report.exercises)
    if len(table.encode()) > TABLE_LIMIT:
        table = _bare_table(report.exercises)
    head = f"## asynclings: {report.points} of {report.max_points} points\n\n{table}"
    return no_workflow_command(f"{head}\n{_details(report)}\n{_foot(report)}\n")


def escaped(text: str, limit: int) -> str:
    """The text on one line of at most ``limit`` characters, to be read as text whatever it holds."""
    text = _REFERENCE.sub("\\g<0>\N{ZERO WIDTH SPACE}", one_line(text, limit))
    return _SPECIAL.sub(r"\\\g<0>", text)


def fenced(text: str) -> str:
    """The text as a block of code: its fence is longer than any run of backticks in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}\n"


def _table(exercises: Sequence[ExerciseResult]) -> str:
    rows = ["| | Exercise | Points | Checks |", "|---|---|---:|---|"]
    for exercise in exercises:
        sign = _SIGNS[exercise.status]
        name = f"{escaped(exercise.title, 100)}<br>{escaped(exercise.slug, 100)}"
        checks = "not started" if exercise.status == "not_started" else _facets(exercise)
        rows.append(f"| {sign} | {name} | {exercise.points}/{exercise.max_points} | {checks} |")
    return "\n".join(rows) + "\n"


def _bare_table(exercises: Sequence[ExerciseResult]) -> str:
    rows = ["| Exercise | Points |", "|---|---:|"]
    rows += [f"| {escaped(each.slug, 60)} | {each.points}/{each.max_points} |" for each in exercises]
    return "\n".join(rows) + "\n"


def _facets(exercise: ExerciseResult) -> str:
    shown = [f"{_SIGNS[check.status]} {escaped(check.facet, 30)}" for check in exercise.checks[:20]]
    return " ".join([*shown, "…"] if len(exercise.checks) > 20 else shown)


def _details(report: Report) -> str:
    """The failed checks of every exercise, as far as they fit."""
    sections: list[str] = []
    room, left_out = DETAIL_LIMIT, 0
    for exercise in report.exercises:
        heading = f"### {escaped(exercise.title, 100)}: {exercise.points}/{exercise.max_points}\n\n"
        if exercise.status == "not_started":
            continue
        for checks in findings(exercise):
            section = heading + _finding(checks)
            size = len(section.encode())
            if size > room:
                left_out += len(checks)
                continue
            sections.append(section)
            room -= size
            heading = ""
    if left_out:
        sections.append(f"*{left_out} more failed checks are left out here; the JSON report has them.*\n")
    return "\n".join(sections)


def _finding(checks: Sequence[CheckResult]) -> str:
    check = checks[0]
    facets = ", ".join(escaped(each.facet, 30) for each in checks[:20])
    title = escaped(check.title, 300) if len(checks) == 1 else "not run" if check.status == "error" else "failed alike"
    parts = [f"#### {_SIGNS[check.status]} {facets}: {title}\n"]
    if check.message:
        parts.append(_paragraph(check.message))
    if check.mistake:
        parts.append(_mistake(check.mistake))
    if check.line:
        parts.append(fenced(_source(check.line)))
    if check.evidence:
        if drawing := draw(check.evidence, width=88):
            parts.append(f"{escaped(caption(check.evidence), 200)}\n\n{fenced(chr(10).join(drawing))}")
        if check.evidence.output.strip():
            output = plain(check.evidence.output, MESSAGE_LIMIT).strip("\n")
            parts.append(f"The submission printed:\n\n{fenced(output)}")
    return "\n".join(parts)


def _paragraph(text: str) -> str:
    """A message with its line ends kept (a backslash before one is a hard break)."""
    lines = [line for line in plain(text, MESSAGE_LIMIT).split("\n") if line.strip()]
    return "\\\n".join(escaped(line, MESSAGE_LIMIT) for line in lines) + "\n"


def _mistake(mistake: Mistake) -> str:
    name = f"**{escaped(mistake.name, 200)}**"
    # The catalogue is ours, but a report may have been read from a file.
    link = f" [Read more]({mistake.link})" if _LINK.fullmatch(mistake.link) else ""
    return f"Likely mistake: {name}. {escaped(mistake.advice, 600)}{link}\n"


def _source(line: Line) -> str:
    place = f"{one_line(line.file, 200)}:{line.number}"
    return f"{place}\n{line.number:>5} | {one_line(line.text, 300)}"


def _foot(report: Report) -> str:
    isolation = isolation_sentence(report.isolation, _phrase)
    allowed = allowances_sentence(report.exercises, _phrase)
    seed = f"Seed {report.seed}, asynclings {escaped(report.kit_version, 40)}"
    return ". ".join([isolation, *([allowed] if allowed else []), seed]) + "."


def _phrase(text: str) -> str:
    return escaped(text, 100)
