"""A regrading for a terminal: a table, and below it what a teacher should look at."""

from collections.abc import Iterator, Sequence
from typing import Final

from asynclings.batch.model import Claim, Regraded, Summary
from asynclings.batch.summary import PARTS, state
from asynclings.report.page import Page, wrap
from asynclings.report.shield import isolation_sentence
from asynclings.report.text import cells, one_line, shorten

_NAME, _PATHS = 40, 6

_CLAIMS: Final = {"same": "same", "different": "differs", "missing": "none", "unreadable": "unreadable"}


def render(summary: Summary, *, width: int = 80, color: bool = False, unicode: bool = True) -> str:
    """The whole regrading, ``width`` columns wide; with ANSI colours if ``color``; pure ASCII unless ``unicode``."""
    page = Page(width, color, unicode)
    lines = _table(summary, page)
    notes = [*(note for each in summary.clones for note in _notes(each)), *_uncompared(summary.clones)]
    if notes:
        lines += ["", *(line for note in notes for line in wrap(note, page.width, hang="  "))]
    lines += [page.paint("─" * page.width, "2"), *_foot(summary, page)]
    return page.finish(lines)


def _table(summary: Summary, page: Page) -> list[str]:
    claims = any(each.claim is not None for each in summary.clones)
    head = ["Clone", "Points", *(["Own run"] if claims else []), "Changed"]
    rows = [_row(each, summary, claims) for each in summary.clones]
    widths = [max(map(cells, column)) for column in zip(head, *rows, strict=True)]

    def line(row: Sequence[str]) -> str:
        texts = [f"{text}{' ' * (size - cells(text))}" for text, size in zip(row, widths, strict=True)]
        texts[1] = " " * (widths[1] - cells(row[1])) + row[1]
        return "  ".join(texts).rstrip()

    painted = [
        page.paint(line(row), _colour(each)) if _colour(each) else line(row)
        for row, each in zip(rows, summary.clones, strict=True)
    ]
    return [page.paint(line(head), "1"), *painted]


def _row(each: Regraded, summary: Summary, claims: bool) -> list[str]:
    points = "not graded" if each.points is None else f"{each.points}/{summary.max_points}"
    return [_name(each), points, *([_claim(each.claim)] if claims else []), _changed(each)]


def _colour(each: Regraded) -> str:
    """Red: there is no result. Yellow: look at it. In words the line says the same."""
    if each.points is None:
        return "31"
    differs = each.claim is not None and each.claim.status in ("different", "unreadable")
    return "33" if differs or _changed(each) else ""


def _claim(claim: Claim | None) -> str:
    if claim is None:
        return ""
    points = f" {claim.points}/{claim.max_points}" if claim.status == "different" else ""
    return _CLAIMS[claim.status] + points


def _changed(each: Regraded) -> str:
    parts = [part for part in PARTS if state(each, part) == "changed"]
    return "not compared" if each.comparison and each.comparison.why else ", ".join(parts)


def _notes(each: Regraded) -> Iterator[str]:
    """What the table has no room for, each a sentence."""
    name = _name(each)
    if each.problem:
        yield f"{name} was not graded. {one_line(each.problem, 400)}"
    if each.claim is not None and each.claim.status == "different":
        parts = [
            f"{one_line(d.exercise, 60)} {'none' if d.claimed is None else d.claimed} there, {d.points} here"
            for d in each.claim.differences
        ]
        yield f"{name} has other points in the learner's own run: {', '.join(parts) or 'in all'}."
    if each.claim is not None and each.claim.why:
        yield f"{name}: the report of the learner's own run cannot be used. {one_line(each.claim.why, 300)}"
    if each.comparison is not None and each.comparison.changes:
        changes = [f"{one_line(change.path, 100)} {change.what}" for change in each.comparison.changes]
        more = f" and {len(changes) - _PATHS} more" if len(changes) > _PATHS else ""
        yield f"{name} is not as it was handed out: {', '.join(changes[:_PATHS])}{more}."


def _uncompared(clones: Sequence[Regraded]) -> Iterator[str]:
    """One reason often holds for all."""
    names: dict[str, list[str]] = {}
    for each in clones:
        if each.comparison is not None and each.comparison.why:
            names.setdefault(each.comparison.why, []).append(_name(each))
    for why, found in names.items():
        more = f" and {len(found) - _PATHS} more" if len(found) > _PATHS else ""
        yield f"Not compared with what was handed out: {', '.join(found[:_PATHS])}{more}. {one_line(why, 300)}"


def _foot(summary: Summary, page: Page) -> Iterator[str]:
    graded = [each for each in summary.clones if each.points is not None]
    facts = [f"{len(graded)} of {len(summary.clones)} clones graded, {summary.max_points} points to be had"]
    differing = sum(each.claim is not None and each.claim.status == "different" for each in graded)
    changed = sum(bool(each.comparison and each.comparison.changes) for each in graded)
    facts += [f"{differing} with other points in their own run"] if differing else []
    facts += [f"{changed} changed what they should not"] if changed else []
    yield from (page.paint(line, "1") for line in wrap(", ".join(facts), page.width))
    exercises = ", ".join(one_line(slug, 60) for slug in summary.exercises)
    small = [*wrap(f"Exercises: {exercises or 'none'}", page.width, hang="  ")]
    if summary.isolation:
        small += wrap(isolation_sentence(summary.isolation, lambda text: one_line(text, 40)), page.width, hang="  ")
    small.append(f"Seed {summary.seed}, asynclings {one_line(summary.kit_version, 40)}")
    yield from (page.paint(line, "2") for line in small)


def _name(each: Regraded) -> str:
    return shorten(one_line(each.clone, _NAME), _NAME) or "?"
