"""The report for a terminal: what a learner reads. Plain ANSI, because importing more would cost more than drawing."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from asynclings.report.findings import findings, skipped
from asynclings.report.model import CheckResult, ExerciseResult, Line, Mistake, Report
from asynclings.report.page import Page, fitting, wrap
from asynclings.report.shield import allowances_sentence, isolation_sentence
from asynclings.report.text import cells, one_line, plain
from asynclings.report.waterfall import caption, draw

_SIGNS: Final = {"passed": "✔", "failed": "✘", "error": "!", "skipped": "·", "not_started": "·"}
_COLOURS: Final = {"passed": "32", "failed": "31", "error": "33", "skipped": "2", "not_started": "2"}

_MESSAGE, _MESSAGE_LINES, _OUTPUT_LINES = 2000, 24, 8

_MARGIN = "    "


def render(
    report: Report, *, width: int = 80, color: bool = False, unicode: bool = True, isolation: bool = True
) -> str:
    """The whole report, ``width`` columns wide; with ANSI colours if ``color``; pure ASCII unless ``unicode``.

    ``isolation`` is for whoever grades the work of others: how well the machine was shielded. Several exercises of a
    chapter that nobody has begun share a line, after the others.
    """
    parts = []
    for chapter, exercises in groupby(report.exercises, _chapter):
        begun, untouched = _begun_and_untouched([*exercises])
        parts += [render_exercise(each, width=width, color=color, unicode=unicode) for each in begun]
        if untouched:
            page = Page(width, color, unicode)
            parts.append(page.finish([page.paint(_untouched(chapter, untouched, page), "2")]))
    summary = render_summary(report, width=width, color=color, unicode=unicode, isolation=isolation)
    return "\n".join([*parts, summary])


def render_exercise(exercise: ExerciseResult, *, width: int = 80, color: bool = False, unicode: bool = True) -> str:
    """One exercise, to be shown as soon as it is graded."""
    page = Page(width, color, unicode)
    if exercise.status == "not_started":
        return page.finish([page.paint(_head(exercise, page, "not started"), "2")])
    lines = [_coloured_head(exercise, page), *_facets(exercise, page)]
    for checks in findings(exercise):
        lines += ["", *_finding(checks, page)]
    if reasons := skipped(exercise):
        lines.append("")
        for reason, facets in reasons.items():
            line = f"· {', '.join(_word(facet) for facet in facets)}: {one_line(reason, 200) or 'not run'}"
            lines += [f"  {page.paint(text, '2')}" for text in wrap(line, page.width - 2, hang="  ")]
    lines += _output(exercise, page)
    return page.finish(lines)


def render_summary(
    report: Report, *, width: int = 80, color: bool = False, unicode: bool = True, isolation: bool = True
) -> str:
    """The last lines: points, how many exercises passed, how well the machine was shielded, and the seed."""
    page = Page(width, color, unicode)
    statuses = [exercise.status for exercise in report.exercises]
    total = "1 exercise" if len(statuses) == 1 else f"{len(statuses)} exercises"
    facts = [f"{statuses.count('passed')} of {total} passed"]
    facts += [f"{statuses.count('not_started')} not started"] if "not_started" in statuses else []
    bar = _points_bar(report.points, report.max_points, page)
    points = page.paint(f"{report.points} of {report.max_points} points", "1")
    small = [*_shield(report, page)] if isolation else []
    small.append(f"Seed {report.seed}, asynclings {_word(report.kit_version)}")
    rule = page.paint("─" * page.width, "2")
    return page.finish([rule, f"{bar}  {points}, {', '.join(facts)}", *(page.paint(line, "2") for line in small)])


def render_next_step(
    report: Report, options: str = "", *, width: int = 80, color: bool = False, unicode: bool = True
) -> str:
    """What a learner may do now, for one exercise: see a hint where a check failed, else begin. Else, no text.

    ``options`` belong behind the command.
    """
    page = Page(width, color, unicode)
    for exercise in report.exercises:
        if exercise.status != "not_started" and any(check.status == "failed" for check in exercise.checks):
            return page.finish([f"For a hint: asynclings hint {_name(exercise)} {one_line(options, 400)}".rstrip()])
    for exercise in report.exercises:
        if exercise.status == "not_started":
            path = one_line(exercise.path, 200)
            step = f"To begin: read {path.removesuffix('.py')}.md, change {path.rpartition('/')[2]}, check again."
            return page.finish(wrap(step, page.width))
    return ""


def _begun_and_untouched(exercises: list[ExerciseResult]) -> tuple[list[ExerciseResult], list[ExerciseResult]]:
    """Those to be shown one by one, and those that share a line; a single one needs none to share."""
    untouched = [each for each in exercises if each.status == "not_started"]
    if len(untouched) < 2:
        return exercises, []
    return [each for each in exercises if each.status != "not_started"], untouched


def _untouched(chapter: str, exercises: Sequence[ExerciseResult], page: Page) -> str:
    points = f"{sum(each.points for each in exercises)}/{sum(each.max_points for each in exercises)}"
    right = f"{_word(chapter)}  {points:>5}"
    left = f"{_SIGNS['not_started']} {len(exercises)} not started: "
    room = page.width - cells(left) - cells(right) - 2
    return page.spread(left + fitting([_name(each) for each in exercises], room), right)


def _chapter(exercise: ExerciseResult) -> str:
    return exercise.slug.rpartition("/")[0]


def _name(exercise: ExerciseResult) -> str:
    return _word(exercise.slug.rpartition("/")[2])


def _head(exercise: ExerciseResult, page: Page, remark: str = "") -> str:
    points = f"{exercise.points}/{exercise.max_points}"
    right = "  ".join(part for part in (remark, one_line(exercise.slug, 60), f"{points:>5}") if part)
    room = max(10, page.width - cells(right) - 4)
    return page.spread(f"{_SIGNS[exercise.status]} {one_line(exercise.title, room)}", right)


def _coloured_head(exercise: ExerciseResult, page: Page) -> str:
    sign, rest = _head(exercise, page).split(" ", 1)
    return f"{page.paint(sign, _COLOURS[exercise.status])} {page.paint(rest, '1')}"


def _facets(exercise: ExerciseResult, page: Page) -> Iterator[str]:
    """Every check's facet with its sign, as many on a line as fit."""
    line, used = " ", 1
    for check in exercise.checks:
        text = f"{_SIGNS[check.status]} {_word(check.facet)}"
        if used > 1 and used + cells(text) + 3 > page.width:
            yield line
            line, used = " ", 1
        gap = 1 if used == 1 else 3
        line += " " * gap + page.paint(text, _COLOURS[check.status])
        used += gap + cells(text)
    if used > 1:
        yield line


def _finding(checks: Sequence[CheckResult], page: Page) -> Iterator[str]:
    """One cause: what was asked, what was found, the likely mistake, the line, and the picture."""
    check = checks[0]
    facets = ", ".join(_word(each.facet) for each in checks)
    colour = _COLOURS[check.status]
    title = wrap(f"{facets}: {one_line(check.title, 300)}" if len(checks) == 1 else facets, page.width - 4)
    yield f"  {page.paint(_SIGNS[check.status], colour)} {page.paint(title[0], '1')}"
    yield from (_MARGIN + page.paint(line, "1") for line in title[1:])
    yield from (_MARGIN + line for line in _message(check.message, page))
    if check.line:
        yield ""
        yield from _source(check.line, page)
    if check.mistake:
        yield ""
        yield from _mistake(check.mistake, page)
    if check.evidence and check.evidence.spans:
        yield ""
        yield _MARGIN + page.paint(one_line(caption(check.evidence), page.width - 4), "2")
        drawing = draw(check.evidence, width=page.width - len(_MARGIN), unicode=page.unicode)
        yield from (_MARGIN + line for line in drawing)


def _message(message: str, page: Page) -> list[str]:
    lines = [
        part
        for line in plain(message, _MESSAGE).split("\n")
        for part in wrap(line, page.width - len(_MARGIN), hang=" " * (len(line) - len(line.lstrip())))
    ]
    return lines if len(lines) <= _MESSAGE_LINES else [*lines[:_MESSAGE_LINES], "…"]


def _source(line: Line, page: Page) -> Iterator[str]:
    yield _MARGIN + page.paint(f"{one_line(line.file, page.width - 16)}:{line.number}", "36")
    yield f"{_MARGIN}{page.paint('│', '2')} {one_line(line.text, page.width - 6)}"


def _mistake(mistake: Mistake, page: Page) -> Iterator[str]:
    name = wrap(f"Likely mistake: {one_line(mistake.name, 200)}", page.width - len(_MARGIN))
    yield from (_MARGIN + page.paint(line, "33") for line in name)
    yield from (_MARGIN + line for line in wrap(one_line(mistake.advice, 600), page.width - len(_MARGIN)))
    if mistake.link:
        yield _MARGIN + page.paint(one_line(mistake.link, 200), "4;2")


def _output(exercise: ExerciseResult, page: Page) -> Iterator[str]:
    """What the submission printed in the first failed check with output; a bar keeps it apart from the report."""
    printed = (check.evidence.output for checks in findings(exercise) for check in checks if check.evidence)
    text = plain(next((output for output in printed if output.strip()), ""), _MESSAGE).strip("\n").expandtabs(4)
    if not text:
        return
    lines = text.split("\n")
    yield ""
    yield f"  {page.paint('It printed:', '2')}"
    for line in lines[:_OUTPUT_LINES]:
        yield f"{_MARGIN}{page.paint('│', '2')} {_cut(line, page.width - len(_MARGIN) - 2)}"
    if len(lines) > _OUTPUT_LINES:
        yield f"{_MARGIN}{page.paint('… and more', '2')}"


def _shield(report: Report, page: Page) -> Iterator[str]:
    yield from wrap(isolation_sentence(report.isolation, _phrase, reasons=True), page.width, hang="  ")
    if allowed := allowances_sentence(report.exercises, _phrase):
        yield from wrap(allowed, page.width, hang="  ")


def _points_bar(points: int, most: int, page: Page, size: int = 20) -> str:
    done = round(size * min(max(points, 0), most) / most) if most > 0 else 0
    if page.unicode:
        return page.paint("━" * done, "32") + page.paint("─" * (size - done), "2")
    return f"[{'=' * done}{' ' * (size - done)}]"


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"


def _word(text: str) -> str:
    return one_line(text, 40)


def _phrase(text: str) -> str:
    return one_line(text, 100)
