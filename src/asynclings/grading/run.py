"""A finished run, and what can be expected of it.

Every expectation either holds, or raises `CheckFailed` with the measured fact, the expected one, the likely mistake and the
learner's line. Times are virtual seconds and are compared exactly (to the microsecond, which only swallows binary fractions).
"""

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from asynclings.grading import diagnosis
from asynclings.grading.endings import how_it_ended
from asynclings.grading.engine import Order, Program, Record
from asynclings.grading.failures import CheckFailed
from asynclings.grading.wording import count, first_difference, listing, seconds, shown, spoken
from asynclings.messages import Observed, Where
from asynclings.values import Failure, same
from asynclings.world.trace import Operation, peak_in_flight
from asynclings.world.world import World

TOLERANCE = 1e-6  # virtual seconds


class Run:
    """What came of one run."""

    def __init__(self, record: Record, world: World, program: Program, order: Order) -> None:
        self._record = record
        self._world = world
        self._program = program
        self._order = order

    # ------------------------------------------------------------ facts

    @property
    def record(self) -> Record:
        return self._record

    @property
    def program(self) -> Program:
        return self._program

    @property
    def order(self) -> Order:
        return self._order

    @property
    def target(self) -> str:
        return self._order.target

    @property
    def elapsed(self) -> float:
        """Virtual seconds from the call to its end."""
        return self._world.clock.now

    @property
    def operations(self) -> list[Operation]:
        """Every operation, in the order they began."""
        return self._world.trace.operations

    @property
    def connections(self) -> int:
        """How many connections were opened."""
        return self._world.trace.connections

    @property
    def turns(self) -> int:
        """How often everything in the submission waited."""
        return self._world.turns

    @property
    def value(self) -> Any:
        """What the function returned, as plain data; None if it did not return."""
        return self._record.value

    @property
    def failure(self) -> Failure | None:
        """What the function raised."""
        return self._record.failure

    @property
    def cancelled_at(self) -> float | None:
        return self._world.cancelled_at

    def peak(self, name: str | None = None) -> int:
        """How many operations (of that name, or of that service) were in flight at once, at most."""
        return peak_in_flight(self._world.trace.of(name))

    def observations(self, kind: str) -> list[Observed]:
        """What was observed of this kind (see `asynclings.worker.hygiene`)."""
        return [observed for observed in self._record.observations if observed.kind == kind]

    def tasks_created(self) -> int:
        return sum(int(observed.detail) for observed in self.observations("tasks_created") if observed.detail.isdecimal())

    def usual_place(self, name: str | None = None) -> Where | None:
        """The learner's line from which most of these operations were asked for."""
        places = [operation.where for operation in self._world.trace.of(name) if operation.where.file]
        return max(places, key=places.count) if places else None

    # ------------------------------------------------------------ how it ended

    def ended(self) -> "Run":
        """It returned or raised, of its own accord."""
        if self._record.ending not in ("returned", "raised") or self._record.importing:
            raise how_it_ended(self)
        if self._record.failure is not None and self._record.failure.type_name in _NEVER_CALLED:
            raise how_it_ended(self)
        return self

    def returned(self, expected: Any, *, mistake: int | None = None) -> "Run":
        """It returned exactly this, types included."""
        self.finished()
        if not same(expected, self.value):
            number = mistake if mistake is not None else diagnosis.of_wrong_value(self, expected)
            self._fail(
                f"{self.target} returned {shown(self.value)}; expected was {shown(expected)}."
                + first_difference(expected, self.value),
                number,
                diagnosis.place(self, number),
            )
        return self

    def finished(self) -> "Run":
        """It returned, whatever it returned."""
        self.ended()
        failure = self._record.failure
        if failure is not None:
            number = diagnosis.of_error(self, failure)
            self._fail(f"{self.target} raised {spoken(failure)}; it should have returned.", number, _place_of(failure))
        return self

    def raised(self, *names: str, mistake: int | None = None) -> "Run":
        """It raised an error of one of these types (or a subtype), bare or inside an exception group."""
        self.ended()
        wanted = " or ".join(names)
        if self._record.failure is None:
            number = mistake if mistake is not None else diagnosis.of_missing_error(self)
            self._fail(
                f"{self.target} returned {shown(self.value)}; {wanted} should have come through to its caller.",
                number,
                diagnosis.place(self, number),
            )
        elif not any(part.is_a(name) for part in _members(self._record.failure) for name in names):
            self._fail(
                f"{self.target} raised {spoken(self._record.failure)}; {wanted} was expected.",
                mistake if mistake is not None else diagnosis.of_error(self, self._record.failure),
                _place_of(self._record.failure),
            )
        return self

    def was_cancelled(self) -> "Run":
        """It was cancelled, said so, and did not take any time over it."""
        self.ended()
        assert self.cancelled_at is not None
        moment = f"cancelled at {seconds(self.cancelled_at)}"
        if self._record.failure is None:
            self._fail(
                f"{self.target} was {moment}, swallowed that, and returned {shown(self.value)}; CancelledError must come through.",
                diagnosis.SWALLOWED_CANCELLATION,
                None,
            )
        elif not self._record.failure.is_a("CancelledError"):
            self._fail(
                f"{self.target} was {moment} and raised {spoken(self._record.failure)}; CancelledError was expected.",
                diagnosis.SWALLOWED_CANCELLATION,
                _place_of(self._record.failure),
            )
        late = self.elapsed - self.cancelled_at
        if late > TOLERANCE:
            self._fail(
                f"{self.target} was {moment} and ended {seconds(late)} later; it should end at once.",
                diagnosis.of_late_cancellation(self),
                None,
            )
        return self

    # ------------------------------------------------------------ time and overlap

    def took(self, expected: float, *, naive: float | None = None, mistake: int | None = None) -> "Run":
        """It took exactly so many virtual seconds. ``naive`` is what one thing after another would take."""
        self.ended()
        if abs(self.elapsed - expected) <= TOLERANCE:
            return self
        number = mistake if mistake is not None else diagnosis.of_time(self, expected, naive)
        text = f"It took {seconds(self.elapsed)} of simulated time; exactly {seconds(expected)} is asked for."
        if naive is not None and abs(self.elapsed - naive) <= TOLERANCE:
            text += " That is what it takes one after another."
        self._fail(text, number, diagnosis.place(self, number))

    def in_flight(
        self,
        of: str | None = None,
        *,
        exactly: int | None = None,
        at_most: int | None = None,
        at_least: int | None = None,
        noun: str = "request",
        mistake: int | None = None,
    ) -> "Run":
        """So many operations (of that name or service) were under way at once, at the highest."""
        self.ended()
        peak = self.peak(of)
        fact = f"At most {count(peak, noun)} {'was' if peak == 1 else 'were'} under way at once"
        least = exactly if at_least is None else at_least
        most = exactly if at_most is None else at_most
        if least is not None and peak < least:
            number = mistake if mistake is not None else diagnosis.of_little_overlap(self, peak)
            self._fail(f"{fact}; {least:,} should be.", number, diagnosis.place(self, number, of))
        if most is not None and peak > most:
            number = mistake if mistake is not None else diagnosis.of_much_overlap(self, peak, of)
            self._fail(
                f"{count(peak, noun)} were under way at once; {most:,} {'is' if most == 1 else 'are'} allowed.",
                number,
                diagnosis.place(self, number, of),
            )
        return self

    def overlapped(self, one: str, other: str, *, mistake: int | None = None) -> "Run":
        """Some operation ``one`` and some operation ``other`` were under way at the same time."""
        self.ended()
        firsts, seconds_ = self._world.trace.of(one), self._world.trace.of(other)
        if not any(a.overlaps(b) for a in firsts for b in seconds_):
            what = f"two of {one}" if one == other else f"{one} and {other}"
            number = mistake if mistake is not None else diagnosis.of_little_overlap(self, self.peak(one))
            self._fail(f"Never were {what} under way at the same time; they should be.", number, diagnosis.place(self, number))
        return self

    def after(self, first: str, then: str) -> "Run":
        """No operation ``then`` began before the first operation ``first`` had ended."""
        self.ended()
        ends = [operation.end for operation in self._world.trace.of(first) if operation.end is not None]
        early = [o for o in self._world.trace.of(then) if not ends or o.start < min(ends) - TOLERANCE]
        if early:
            self._fail(
                f"{early[0].label} began at {seconds(early[0].start)}, before {first} had ended; it must wait for that.",
                None,
                early[0].where,
            )
        return self

    # ------------------------------------------------------------ what was asked of the world

    def asked(self, expected: Iterable[str], *, of: str | None = None, mistake: int | None = None) -> "Run":
        """Exactly these operations (``GET /1``, ``mix vanilla``) were asked for, each exactly as often as named."""
        self.ended()
        wanted = list(expected)
        got = [operation.label for operation in self._world.trace.of(of)]
        missing = list(wanted)
        extra = []
        for label in got:
            if label in missing:
                missing.remove(label)
            else:
                extra.append(label)
        if missing or extra:
            parts = []
            if extra:
                parts.append(f"more than was asked for: {listing(extra)}")
            if missing:
                parts.append(f"missing: {listing(missing)}")
            self._fail(
                f"{count(len(got), 'operation')} where {len(wanted):,} {'was' if len(wanted) == 1 else 'were'} expected; "
                f"{'; '.join(parts)}.",
                mistake,
                self.usual_place(of),
            )
        return self

    def nothing_in_flight(self, *, mistake: int | None = None) -> "Run":
        """When it ended, no operation was still under way."""
        self.ended()
        running = self._world.trace.running()
        if running:
            number = mistake if mistake is not None else diagnosis.of_work_left(self)
            self._fail(
                f"When {self.target} was over, {count(len(running), 'operation')} still went on: "
                f"{listing([operation.label for operation in running])}.",
                number,
                diagnosis.place(self, number) or running[0].where,
            )
        return self

    # ------------------------------------------------------------ hygiene

    def left_nothing_behind(self) -> "Run":
        """No task, thread, process, client, pool or file was left, and nothing that only shows when thrown away."""
        self.nothing_in_flight()
        for kind, (sentence, number) in diagnosis.LEFT_BEHIND.items():
            for observed in self.observations(kind):
                self._fail(
                    f"When {self.target} was over, {sentence.format(observed.detail)}.", number, observed.where
                )
        return self

    def never_blocked_the_loop(self) -> "Run":
        """No call that waits was made in the thread of an event loop."""
        self.ended()
        for observed in self.observations("blocking_call"):
            self._fail(
                f"{observed.detail} was called in the event loop's thread: while it waits, nothing else can go on.",
                diagnosis.of_blocking_call(observed),
                observed.where,
            )
        return self

    def used_clients(self, number: int = 1) -> "Run":
        """Exactly so many httpx clients were made."""
        self.ended()
        made = self.observations("client_created")
        if len(made) != number:
            self._fail(
                f"{count(len(made), 'httpx client')} {'was' if len(made) == 1 else 'were'} made, and "
                f"{count(self.connections, 'connection')} opened; exactly {number} is asked for.",
                diagnosis.CLIENT_PER_REQUEST if len(made) > number else None,
                made[-1].where if made else None,
            )
        return self

    # ------------------------------------------------------------ saying no

    def expect(self, holds: bool, message: str, *, mistake: int | None = None, where: Where | None = None) -> "Run":
        """Anything else that a check wants to be so; ``message`` is a sentence with the fact and what was expected."""
        self.ended()
        if not holds:
            self._fail(message, mistake, where)
        return self

    def _fail(self, message: str, mistake: int | None, where: Where | None) -> NoReturn:
        raise CheckFailed(message, mistake=mistake, where=where, run=self)


# Errors with which the worker says that the function could not even be called.
_NEVER_CALLED = ("MissingFunction", "NotAsynchronous", "NotSynchronous")


def _members(failure: Failure) -> Sequence[Failure]:
    return [failure, *(member for part in failure.parts for member in _members(part))]


def _place_of(failure: Failure) -> Where | None:
    for member in reversed(_members(failure)):
        if member.frames:
            frame = member.frames[-1]
            return Where(frame.file, frame.line, frame.function)
    return None
