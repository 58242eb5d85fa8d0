"""What a reader must be told about an exercise, each thing once."""

from asynclings.report.model import CheckResult, ExerciseResult


def findings(exercise: ExerciseResult) -> list[list[CheckResult]]:
    """The checks that failed or could not be run; those with one and the same cause stand together.

    A submission that cannot be imported fails every check with the same words: they need to be read once.
    """
    groups: dict[object, list[CheckResult]] = {}
    for check in exercise.checks:
        if check.status in ("failed", "error"):
            cause = (check.status, check.message, check.mistake, check.line) if check.message else check.id
            groups.setdefault(cause, []).append(check)
    return list(groups.values())


def skipped(exercise: ExerciseResult) -> dict[str, list[str]]:
    """The facets of the checks that were not run, by the reason."""
    reasons: dict[str, list[str]] = {}
    for check in exercise.checks:
        if check.status == "skipped":
            reasons.setdefault(check.message, []).append(check.facet)
    return reasons
