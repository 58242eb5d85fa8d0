"""How a run should have gone: when, how much at once, and what it asked for."""

from collections import Counter
from collections.abc import Iterable
from typing import Self

from asynclings.grading.diagnosis import concurrency, results, threads
from asynclings.grading.diagnosis.places import place
from asynclings.grading.run.facts import TOLERANCE
from asynclings.grading.run.outcome import Outcome
from asynclings.grading.wording import count, listing, seconds
from asynclings.world.trace import overlap


class Course(Outcome):
    """Expectations of the world's trace."""

    def took(
        self,
        expected: float,
        *,
        naive: float | None = None,
        why: str = "",
        mistake: int | None = None,
        otherwise: int | None = None,
    ) -> Self:
        """It took exactly so many virtual seconds. ``naive`` is what one thing after another would take.

        ``why`` is a sentence that says where the number comes from, if that is not plain. ``otherwise`` is the likely
        mistake of a run that took longer and does not tell why.
        """
        self.ended()
        if abs(self.elapsed - expected) <= TOLERANCE:
            return self
        number = mistake if mistake is not None else concurrency.of_time(self, expected)
        if number is None and self.elapsed > expected:
            number = otherwise
        text = f"It took {seconds(self.elapsed)} of virtual time; exactly {seconds(expected)} is asked for."
        where = place(self, number) or self.usual_place()
        if why:
            text += f" {why}"
        if naive is not None and abs(self.elapsed - naive) <= TOLERANCE:
            text += " That is what it takes one after another."
        elif naive is not None and self.elapsed > expected:
            text += (
                f" At most {count(self.peak(), 'operation')} {'was' if self.peak() == 1 else 'were'} in flight at once."
            )
        self._fail(text, number, where)

    def in_flight(
        self,
        of: str | None = None,
        *,
        exactly: int | None = None,
        at_most: int | None = None,
        at_least: int | None = None,
        unbounded: int | None = None,
        noun: str = "request",
        mistake: int | None = None,
    ) -> Self:
        """So many operations (of that name or service) were in flight at once, at the highest.

        ``unbounded`` is how many it would be if nothing held them back (all of them, if not given).
        """
        self.ended()
        peak = self.peak(of)
        fact = f"At most {count(peak, noun)} {'was' if peak == 1 else 'were'} in flight at once"
        least = exactly if at_least is None else at_least
        most = exactly if at_most is None else at_most
        if least is not None and peak < least:
            number = mistake if mistake is not None else concurrency.of_little_overlap(self, peak)
            where = place(self, number, of) or self.usual_place(of)
            self._fail(f"{fact}; {least:,} should be.", number, where)
        if most is not None and peak > most:
            number = mistake if mistake is not None else concurrency.of_much_overlap(self, peak, of, unbounded)
            self._fail(
                f"{count(peak, noun)} were in flight at once; {most:,} {'is' if most == 1 else 'are'} allowed.",
                number,
                place(self, number, of) or self.usual_place(of),
            )
        return self

    def overlapped(self, one: str, other: str, *, asked: float | None = None, mistake: int | None = None) -> Self:
        """Some operation ``one`` and some operation ``other`` were in flight at the same time.

        ``asked`` is how many virtual seconds the whole should take; it is only told.
        """
        self.ended()
        if not overlap(self.operations_of(one), self.operations_of(other)):
            what = f"two {one} operations" if one == other else f"{one} and {other}"
            number = mistake if mistake is not None else concurrency.of_little_overlap(self, self.peak(one))
            aim = "" if asked is None else f", and exactly {seconds(asked)} is asked for"
            self._fail(
                f"It took {seconds(self.elapsed)} of virtual time, and never in it were {what} in flight "
                f"together; they should be{aim}.",
                number,
                place(self, number, other) or self.usual_place(other),
            )
        return self

    def after(self, first: str, then: str) -> Self:
        """No operation ``then`` began before the first operation ``first`` had ended."""
        self.ended()
        ends = [operation.end for operation in self.operations_of(first) if operation.end is not None]
        early = [o for o in self.operations_of(then) if not ends or o.start < min(ends) - TOLERANCE]
        if early:
            self._fail(
                f"{early[0].label} began at {seconds(early[0].start)}, before {first} had ended; "
                "it must wait for that.",
                None,
                early[0].where,
            )
        return self

    def asked(self, expected: Iterable[str], *, of: str | None = None, mistake: int | None = None) -> Self:
        """Exactly these operations (``GET /1``, ``mix vanilla``) were asked for, each exactly as often as named."""
        self.ended()
        wanted = list(expected)
        got = [operation.label for operation in self.operations_of(of)]
        missing = list(wanted)
        extra = []
        for label in got:
            if label in missing:
                missing.remove(label)
            else:
                extra.append(label)
        if missing or extra:
            if mistake is None:
                mistake = threads.of_same_item(got, wanted)
            parts = []
            if extra:
                often = Counter(extra)
                more = [label if number == 1 else f"{label} ({number} times)" for label, number in often.items()]
                parts.append(f"more than was asked for: {listing(more)}")
            if missing:
                parts.append(f"missing: {listing(missing)}")
            self._fail(
                f"{count(len(got), 'operation')} where {len(wanted):,} {'was' if len(wanted) == 1 else 'were'} "
                f"expected; {'; '.join(parts)}.",
                mistake if mistake is not None else results.of_unmet(self),
                self.usual_place(of),
            )
        return self
