"""The report as step outputs for ``classroom-resources/autograding-grading-reporter``.

One line an exercise, ``<id>=<base64 of JSON>``, to be appended to ``$GITHUB_OUTPUT``; a later step hands each output
to the reporter as ``<ID>_RESULTS``. The reporter's source (tag v1) decides what is written here:

* it prints ``name`` and ``test_code`` of every test as they are, and ``message`` of a test with status ``error`` only;
  so what a learner should read of a failed test goes into ``test_code``, and nothing may be a workflow command;
* its table counts tests, its total adds up their ``score``: the two agree because all checks weigh the same;
* ``line_no`` must be a number, 0 if unknown; ``max_score`` must not be 0.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from asynclings.report.model import CheckResult, ExerciseResult, Report
from asynclings.report.text import no_workflow_command, one_line, plain

BUDGET: Final = 64 * 1024
"""Bytes of JSON for one result. Linux takes 131,072 bytes for one variable: 98,292 of JSON, in base64."""

BUDGET_OF_ALL: Final = 768 * 1024
"""Bytes of JSON for all results: in base64 half of the 2 MiB that Linux gives to all variables of a process."""

Status = Literal["pass", "fail", "error"]

_LINES = 20


class _Test(msgspec.Struct):
    name: str
    status: Status
    score: int
    message: str
    test_code: str
    filename: str
    line_no: int
    duration: float


class _Result(msgspec.Struct):
    version: int
    status: Status
    max_score: int
    tests: list[_Test]


def render(report: Report) -> str:
    """The lines for ``$GITHUB_OUTPUT``. Raises ValueError if a slug yields no id, see ``runner_id``.

    Exercises whose slugs yield the same id share one result: no row and no point is lost or counted twice.
    """
    shared: dict[str, list[ExerciseResult]] = {}
    for exercise in report.exercises:
        shared.setdefault(runner_id(exercise.slug), []).append(exercise)
    budget = min(BUDGET, BUDGET_OF_ALL // max(1, len(shared)))
    return "".join(
        f"{name}={b64encode(_payload(exercises, budget)).decode('ascii')}\n" for name, exercises in shared.items()
    )


def runner_id(slug: str) -> str:
    """The reporter's name for an exercise: letters and digits of the slug's last part. Raises ValueError.

    With any other character in an id the reporter calls every failure a malformed list; and an output's name
    has to start with a letter to be reached as ``steps.<step>.outputs.<id>``.
    """
    name = re.sub("[^a-z0-9]", "", slug.rpartition("/")[2].lower())
    if not name[:1].isalpha():
        raise ValueError(f"The exercise {slug!r} needs a name that starts with a letter a to z to be reported.")
    return name


def _payload(exercises: Sequence[ExerciseResult], budget: int) -> bytes:
    """The result as JSON of at most ``budget`` bytes, if need be with shorter texts, but always with every row."""
    payload = b""
    for limit in (2000, 600, 150, 0):
        payload = msgspec.json.encode(_result(exercises, limit))
        if len(payload) <= budget:
            break
    return payload


def _result(exercises: Sequence[ExerciseResult], limit: int) -> _Result:
    tests = [test for exercise in exercises for test in _tests(exercise, limit)]
    return _Result(1, _status(exercises), sum(exercise.max_points for exercise in exercises), tests)


def _status(exercises: Sequence[ExerciseResult]) -> Status:
    """How the run ended; the reporter fails its step, and so the job, unless it is ``pass``."""
    found = {exercise.status for exercise in exercises}
    return "error" if "error" in found else "pass" if found <= {"passed"} else "fail"


def _tests(exercise: ExerciseResult, limit: int) -> list[_Test]:
    file = _line(exercise.path, 200)
    if not exercise.checks:
        why = _line(f"{exercise.title}: no check of this exercise could be run.", limit)
        return [_Test("grader", "error", 0, why, "", file, 0, 0.0)]
    return [_test(check, exercise, file, limit) for check in exercise.checks]


def _test(check: CheckResult, exercise: ExerciseResult, file: str, limit: int) -> _Test:
    name = _line(f"{check.facet}: {check.title}", max(limit, 60) if limit < 200 else 200)
    erred = "error" in (check.status, exercise.status)
    status: Status = "pass" if check.status == "passed" else "error" if erred else "fail"
    score = 0 if status == "error" else min(max(check.points, 0), check.max_points)
    why = "not started" if exercise.status == "not_started" else _why(check)
    return _Test(
        name=name,
        status=status,
        score=score,
        # An erring test is shown by its message alone, without its name.
        message=_line(f"{check.facet}: {check.message}" if status == "error" else check.message, limit),
        test_code="" if status == "pass" else _block(why, limit),
        filename=file,
        line_no=max(0, check.line.number) if check.line else 0,
        duration=0.0,  # the kit's times are virtual; the reporter does not read it
    )


def _why(check: CheckResult) -> str:
    parts = [check.message or check.status]
    if check.mistake:
        parts.append(f"Likely mistake: {check.mistake.name}. {check.mistake.advice}\n{check.mistake.link}")
    if check.line:
        parts.append(f"{check.line.file}:{check.line.number}: {check.line.text.strip()}")
    return "\n".join(parts)


def _line(text: str, limit: int) -> str:
    return no_workflow_command(one_line(text, limit))


def _block(text: str, limit: int) -> str:
    lines = plain(text, limit).splitlines()
    more = [] if len(lines) <= _LINES else [f"… {len(lines) - _LINES} more lines"]
    return no_workflow_command("\n".join([*lines[:_LINES], *more]))
