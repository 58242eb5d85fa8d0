"""How a run should have ended."""

from typing import Any, Self

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import cancellation, errors, processes, results
from asynclings.grading.diagnosis.places import place, place_of_error
from asynclings.grading.endings import how_it_ended
from asynclings.grading.hindrances import hindrance, place_of
from asynclings.grading.http_clients import is_error
from asynclings.grading.run.facts import TOLERANCE, Facts
from asynclings.grading.wording import seconds, shown, spoken, unlike
from asynclings.messages import Where
from asynclings.values.comparison import same


class Outcome(Facts):
    """Expectations of the result or the error, and of the time after a cancellation."""

    def ended(self) -> Self:
        """It returned or raised, of its own accord."""
        if self._transcript.ending not in ("returned", "raised") or self._transcript.importing:
            raise how_it_ended(self)
        hindered = hindrance(self)
        if hindered is not None:
            raise hindered
        return self

    def returned(self, expected: Any, *, mistake: int | None = None) -> Self:
        """It returned exactly this, types included."""
        self.finished()
        if not same(expected, self.value):
            number = mistake if mistake is not None else results.of_wrong_value(self, expected)
            self._fail(
                unlike(self.target, expected, self.value),
                number,
                place(self, number),
            )
        return self

    def finished(self, *, mistake: int | None = None) -> Self:
        """It returned, whatever it returned. ``mistake`` is the likely one where the error itself does not tell."""
        self.ended()
        failure = self._transcript.failure
        if failure is not None:
            known = errors.of_error(self, failure)
            number = mistake if known is None else known
            where = place_of_error(self, number)
            said = spoken(failure).rstrip(".")
            self._fail(
                f"{self.target} should have {self._duty}. It raised {said}.{errors.advice_on(failure)}", number, where
            )
        return self

    def listed(self, number: int) -> list[Any]:
        """It returned a list of so many, and these they are: for what a driver gathers, and a grader looks into."""
        value = self.finished().value
        if type(value) is not list or len(value) != number:
            self._fail(f"{self.target} gave {shown(value)} where a list of {number} is asked for.", None, None)
        return list(value)

    def raised(self, *names: str, mistake: int | None = None) -> Self:
        """It raised an error of one of these types (or a subtype), bare or inside an exception group."""
        self.ended()
        wanted = " or ".join(names)
        if self._transcript.failure is None:
            number = mistake if mistake is not None else errors.of_missing_error(self)
            self._fail(
                f"{self.target} returned {shown(self.value)}; {wanted} should have come through to its caller.",
                number,
                place(self, number) or processes.place_of_jobs(self),
            )
        elif not any(is_error(part, name) for part in self._transcript.failure.members for name in names):
            self._fail(
                f"{self.target} raised {spoken(self._transcript.failure)}; {wanted} was expected.",
                mistake if mistake is not None else errors.of_error(self, self._transcript.failure),
                place_of(self._transcript.failure),
            )
        return self

    def was_cancelled(self) -> Self:
        """It was cancelled, said so, and did not take any time over it."""
        self.ended()
        if self.cancelled_at is None:
            self._fail(f"{self.target} was over before it could be cancelled.", None, None)
        moment = f"cancelled at {seconds(self.cancelled_at)}"
        late = self.elapsed - self.cancelled_at
        if self._transcript.failure is None:
            went_on = f"went on for {seconds(late)}, " if late > TOLERANCE else ""
            self._fail(
                f"{self.target} was {moment}, swallowed that, {went_on}and returned {shown(self.value)}; "
                "CancelledError must come through.",
                cancellation.of_swallowing(self, bool(went_on)),
                self.seen_at("cancellation_swallowed"),
            )
        elif not self._transcript.failure.is_a("CancelledError"):
            self._fail(
                f"{self.target} was {moment} and raised {spoken(self._transcript.failure)}; "
                "CancelledError was expected.",
                mistakes.SWALLOWED_CANCELLATION,
                place_of(self._transcript.failure),
            )
        if late > TOLERANCE:
            self._fail(
                f"{self.target} was {moment} and ended {seconds(late)} later; it should end immediately.",
                cancellation.of_late_end(self),
                cancellation.place_of_late_end(self),
            )
        return self

    def expect(self, holds: bool, message: str, *, mistake: int | None = None, where: Where | None = None) -> Self:
        """Anything else that a check wants to be so; ``message`` is a sentence with the fact and what was expected.

        ``where`` is the learner's line that shows it. Without one it is that of the mistake, if it is known, or of what
        was called.
        """
        self.ended()
        if not holds:
            number = mistake if mistake is not None else results.of_unmet(self)
            self._fail(message, number, (where if mistake == number else None) or place(self, number))
        return self
