"""How a check says no."""

from typing import TYPE_CHECKING

from asynclings.messages import Where

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts


class CheckFailed(Exception):
    """What was asked for is not so: the measured fact and the expected one, the likely mistake, the learner's line.

    ``mistake`` is a number of the catalogue, None if the cause is not known.
    """

    def __init__(
        self, message: str, *, mistake: int | None = None, where: Where | None = None, run: "Facts | None" = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.mistake = mistake
        self.where = where if where is not None and where.file else None
        self.run = run


class CannotRun(CheckFailed):
    """The submission could not be run at all, so nothing can be said about it: an error, not a failure."""


class GraderFault(Exception):
    """A fault of a grader or of the kit, never of a submission."""
