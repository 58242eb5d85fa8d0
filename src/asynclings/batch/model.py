"""What a regrading found, as data: a line for each clone. What came from a learner is kept raw, as in a report."""

from typing import Final, Literal

import msgspec

from asynclings.report.model import Isolation

SCHEMA: Final = "asynclings/regrade/v1"

Part = Literal["workflow", "pin", "instructions"]
"""What a learner has no reason to change: how a push is graded, by which kit, and what was asked for."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the assignment that is not as it was handed out. ``path`` is relative to the clone."""

    part: Part
    path: str
    what: Literal["changed", "removed", "added"]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise that has other points in the learner's own run; None if that run did not have it."""

    exercise: str
    claimed: int | None
    points: int


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What the learner's own run said, held against what we found. ``why`` tells of a report that cannot be used."""

    status: Literal["same", "different", "missing", "unreadable"]
    points: int | None = None
    max_points: int | None = None
    differences: tuple[Difference, ...] = ()
    why: str = ""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What of the assignment was changed. ``why`` tells of a clone that cannot be compared."""

    changes: tuple[Change, ...] = ()
    why: str = ""


class Regraded(msgspec.Struct, frozen=True, kw_only=True):
    """One clone. ``problem`` tells why it could not be graded: then there are no points, and nothing was compared.

    ``exercises`` are the points of each; ``claim`` is None if nobody asked for it.
    """

    clone: str
    folder: str
    points: int | None = None
    exercises: dict[str, int] = {}
    problem: str = ""
    claim: Claim | None = None
    comparison: Comparison | None = None


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A whole regrading. ``isolation`` is that of the last grading; there is none if nothing could be graded."""

    schema: Literal["asynclings/regrade/v1"] = SCHEMA
    kit_version: str
    seed: int
    max_points: int
    exercises: tuple[str, ...]
    clones: tuple[Regraded, ...]
    isolation: Isolation | None = None
