"""A regrading for programs and spreadsheets: ``summary.json`` and ``summary.csv``."""

import csv
import io
from pathlib import Path
from typing import Final

from asynclings import files
from asynclings.batch.model import Part, Regraded, Summary
from asynclings.report import NotWritten, json
from asynclings.report.text import cell

PARTS: Final[tuple[Part, ...]] = ("workflow", "pin", "instructions")


def as_json(summary: Summary) -> str:
    """Everything, as JSON (``asynclings/regrade/v1``)."""
    return json.encoded(summary, "summary")


def as_csv(summary: Summary) -> str:
    """A row for each clone, with a column for each exercise. What is not known is empty."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["clone", "points", "max_points", *summary.exercises, "claim", "claimed_points", *PARTS, "problem"])
    for each in summary.clones:
        points = [each.exercises.get(slug, "") for slug in summary.exercises]
        claim = ["", ""] if each.claim is None else [each.claim.status, _known(each.claim.points)]
        row = [_known(each.points), summary.max_points, *points, *claim, *(state(each, part) for part in PARTS)]
        table.writerow([cell(each.clone), *row, cell(each.problem)])
    return text.getvalue()


def state(regraded: Regraded, part: Part) -> str:
    """What became of a part of the assignment: ``same``, ``changed``, ``not compared``; nothing if not graded."""
    if regraded.comparison is None:
        return ""
    if regraded.comparison.why:
        return "not compared"
    return "changed" if any(change.part == part for change in regraded.comparison.changes) else "same"


def write(summary: Summary, folder: Path) -> None:
    """Write both into a folder. Raises NotWritten."""
    for name, text in (("summary.json", as_json(summary)), ("summary.csv", as_csv(summary))):
        try:
            files.replace(folder / name, text.encode())
        except OSError as error:
            raise NotWritten(
                f"{name} could not be written to {str(folder)!r}: {error.strerror or error}. "
                "The reports of the clones are there; regrade into another folder for the rest."
            ) from error


def _known(number: int | None) -> int | str:
    return "" if number is None else number
