"""What learners' own runs said: the reports that their workflow keeps as artifacts, downloaded by the teacher.

A claim is a learner's text like any other. It is compared, and decides nothing.
"""

from pathlib import Path
from typing import Final

from asynclings.batch.model import Claim, Difference
from asynclings.files import Unfit, read_regular
from asynclings.report import json
from asynclings.report.model import Report

SIZE_LIMIT: Final = 8 << 20  # bytes; a report of a dozen exercises has some hundred thousand
_MOST_POINTS: Final = 1_000_000


def claim_of(name: str, folder: Path, found: Report) -> Claim:
    """The claim for the clone ``name`` in a folder of downloaded artifacts, compared with what we ``found``.

    It is ``<name>/report.json``, or ``<name>/report/report.json`` (all artifacts of a run), or ``<name>.json``.
    """
    for place in (f"{name}/report.json", f"{name}/report/report.json", f"{name}.json"):
        try:
            text = read_regular(folder / place, SIZE_LIMIT)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            return Claim(status="unreadable", why=f"{place} cannot be read: {error.strerror}.")
        except Unfit as unfit:
            return Claim(status="unreadable", why=f"{place} is {unfit}.")
        try:
            return compared(json.load(text), found)
        except json.NotAReport as error:
            return Claim(status="unreadable", why=f"{place}: {error}")
    return Claim(status="missing")


def compared(claimed: Report, found: Report) -> Claim:
    """Two reports compared by the points of the exercises that we graded."""
    theirs = {exercise.slug: exercise.points for exercise in claimed.exercises}
    if not all(0 <= number <= _MOST_POINTS for number in (*theirs.values(), claimed.points, claimed.max_points)):
        return Claim(status="unreadable", why="Its points are no points that the kit gives.")
    differences = tuple(
        Difference(exercise=exercise.slug, claimed=theirs.get(exercise.slug), points=exercise.points)
        for exercise in found.exercises
        if theirs.get(exercise.slug) != exercise.points
    )
    # A total that was changed alone. One of other exercises is a total of something else.
    same_exercises = theirs.keys() == {exercise.slug for exercise in found.exercises}
    same = not differences and (claimed.points == found.points or not same_exercises)
    return Claim(
        status="same" if same else "different",
        points=claimed.points,
        max_points=claimed.max_points,
        differences=differences,
    )
