"""The report: what a grading found, as data. Exporters read it and nothing else.

Every string that came from a learner (messages, paths, lines of source, actors) is kept raw here; each
exporter neutralises it for its own format, because what is dangerous differs from format to format.
"""

from typing import Final, Literal

import msgspec

SCHEMA: Final = "asynclings/report/v1"

CheckStatus = Literal["passed", "failed", "error", "skipped"]
ExerciseStatus = Literal["passed", "failed", "error", "not_started"]
Trust = Literal["strong", "medium", "basic"]


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the mistake catalogue, as far as a reader of the report needs it."""

    number: int
    name: str
    advice: str
    link: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the learner's file. ``number`` counts from 1; ``text`` is the line without its end."""

    file: str
    number: int
    text: str


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """One operation of the run: a request, or a call on a service. Times are virtual seconds."""

    name: str
    start: float
    end: float | None
    outcome: str
    actor: str = ""
    connection: int | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured in the run that decided the check.

    ``elapsed`` is in virtual seconds, or None where time is real and therefore not evidence.
    ``operations`` is the whole number of operations; ``spans`` may be cut to the first few hundred.
    ``output`` is what the submission printed, cut to its first 2,000 characters.
    """

    elapsed: float | None = None
    peak_in_flight: int | None = None
    operations: int = 0
    spans: tuple[Span, ...] = ()
    output: str = ""


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict of one check. ``title`` is what the check establishes, ``message`` what was found instead."""

    id: str
    facet: str
    title: str
    status: CheckStatus
    points: int
    max_points: int
    message: str = ""
    mistake: Mistake | None = None
    line: Line | None = None
    evidence: Evidence | None = None


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise. ``slug`` is ``2_io/pages``; ``path`` is the submitted file, relative to the graded folder.

    ``policy`` names what the submission was allowed beyond computing: ``processes``, ``disk``.
    """

    slug: str
    title: str
    path: str
    points: int
    max_points: int
    status: ExerciseStatus
    checks: tuple[CheckResult, ...]
    seconds: float = 0.0
    """Real seconds that grading took. Shown, never judged."""
    policy: tuple[str, ...] = ()


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A layer of isolation that was not active, why, and how to get it."""

    layer: str
    why: str
    remedy: str = ""


class Isolation(msgspec.Struct, frozen=True, kw_only=True):
    """Which layers stood between the submissions and the machine.

    ``canary`` says what became of each attempt of a program that tried what no submission may do: ``denied`` or
    ``allowed``; ``trust`` follows from it.
    """

    trust: Trust
    platform: str
    active: tuple[str, ...]
    missing: tuple[Missing, ...] = ()
    canary: dict[str, str] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole grading."""

    schema: Literal["asynclings/report/v1"] = SCHEMA
    kit_version: str
    seed: int
    points: int
    max_points: int
    exercises: tuple[ExerciseResult, ...]
    isolation: Isolation
