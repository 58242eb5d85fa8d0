"""A finished run, and what can be expected of it.

Every expectation either holds, or raises `CheckFailed` with the measured fact, the expected one, the likely mistake
and the learner's line. Times are virtual seconds and are compared exactly (to the microsecond, which only swallows
binary fractions).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from asynclings.grading import diagnosis, mistakes, process_mistakes, thread_mistakes
from asynclings.grading.clients import is_error
from asynclings.grading.endings import how_it_ended
from asynclings.grading.failures import CheckFailed
from asynclings.grading.hindrances import hindrance, place_of, real_network
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.grading.record import Record
from asynclings.grading.wording import count, listing, seconds, shown, spoken, unlike
from asynclings.messages import Observed, Where
from asynclings.values import Failure, same
from asynclings.world.moments import Moment
from asynclings.world.trace import Operation, overlap, peak_in_flight
from asynclings.world.world import World

if TYPE_CHECKING:
    from asynclings.grading.processes import ProcessWatch

TOLERANCE = 1e-6  # virtual seconds


class Run:
    """What came of one run."""

    def __init__(
        self, record: Record, world: World, program: Program, order: Order, watch: "ProcessWatch | None" = None
    ) -> None:
        self._record = record
        self._world = world
        self._program = program
        self._order = order
        self._watch = watch

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
    def moments(self) -> list[Moment]:
        """Every time that everything in the submission waited, one after another."""
        return self._world.moments

    @property
    def horizon(self) -> float:
        """How many virtual seconds it was given."""
        return self._world.horizon

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

    def counted(self, kind: str) -> int:
        """How many were made: ``tasks_created``, ``threads_started``, and by the submission itself ``locks_made``…"""
        details = [observed.detail for observed in self.observations(kind)]
        return sum(int(detail) for detail in details if detail.isdecimal() and len(detail) < 10)

    def usual_place(self, name: str | None = None) -> Where | None:
        """The learner's line from which most of these operations were asked for."""
        places = [operation.where for operation in self._world.trace.of(name) if operation.where.file]
        return Counter(places).most_common(1)[0][0] if places else None

    @property
    def _all(self) -> str:
        """What was over when the run was."""
        return "all calls were" if self._order.calls else f"{self.target} was"

    # ------------------------------------------------------------ how it ended

    def ended(self) -> "Run":
        """It returned or raised, of its own accord."""
        if self._record.ending not in ("returned", "raised") or self._record.importing:
            raise how_it_ended(self)
        hindered = hindrance(self)
        if hindered is not None:
            raise hindered
        return self

    def returned(self, expected: Any, *, mistake: int | None = None) -> "Run":
        """It returned exactly this, types included."""
        self.finished()
        if not same(expected, self.value):
            number = mistake if mistake is not None else diagnosis.of_wrong_value(self, expected)
            self._fail(
                unlike(self.target, expected, self.value),
                number,
                diagnosis.place(self, number),
            )
        return self

    def finished(self, *, mistake: int | None = None) -> "Run":
        """It returned, whatever it returned. ``mistake`` is the likely one where the error itself does not tell."""
        self.ended()
        failure = self._record.failure
        if failure is not None:
            known = diagnosis.of_error(self, failure)
            number = mistake if known is None else known
            where = diagnosis.place(self, number) if number == mistakes.NEVER_AWAITED else place_of(failure)
            said = spoken(failure).rstrip(".")
            self._fail(
                f"{self.target} should have returned. It raised {said}.{diagnosis.advice_on(failure)}", number, where
            )
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
        elif not any(is_error(part, name) for part in self._record.failure.members for name in names):
            self._fail(
                f"{self.target} raised {spoken(self._record.failure)}; {wanted} was expected.",
                mistake if mistake is not None else diagnosis.of_error(self, self._record.failure),
                place_of(self._record.failure),
            )
        return self

    def was_cancelled(self) -> "Run":
        """It was cancelled, said so, and did not take any time over it."""
        self.ended()
        if self.cancelled_at is None:
            self._fail(f"{self.target} was over before it could be cancelled.", None, None)
        moment = f"cancelled at {seconds(self.cancelled_at)}"
        late = self.elapsed - self.cancelled_at
        if self._record.failure is None:
            went_on = f"went on for {seconds(late)}, " if late > TOLERANCE else ""
            self._fail(
                f"{self.target} was {moment}, swallowed that, {went_on}and returned {shown(self.value)}; "
                "CancelledError must come through.",
                diagnosis.of_swallowed_cancellation(self, bool(went_on)),
                next((observed.where for observed in self.observations("cancellation_swallowed")), None),
            )
        elif not self._record.failure.is_a("CancelledError"):
            self._fail(
                f"{self.target} was {moment} and raised {spoken(self._record.failure)}; CancelledError was expected.",
                mistakes.SWALLOWED_CANCELLATION,
                place_of(self._record.failure),
            )
        if late > TOLERANCE:
            self._fail(
                f"{self.target} was {moment} and ended {seconds(late)} later; it should end at once.",
                diagnosis.of_late_cancellation(self),
                next((observed.where for observed in self.observations("blocking_call")), None),
            )
        return self

    # ------------------------------------------------------------ time and overlap

    def took(self, expected: float, *, naive: float | None = None, why: str = "", mistake: int | None = None) -> "Run":
        """It took exactly so many virtual seconds. ``naive`` is what one thing after another would take.

        ``why`` is a sentence that says where the number comes from, if that is not plain.
        """
        self.ended()
        if abs(self.elapsed - expected) <= TOLERANCE:
            return self
        number = mistake if mistake is not None else diagnosis.of_time(self, expected)
        text = f"It took {seconds(self.elapsed)} of simulated time; exactly {seconds(expected)} is asked for."
        where = diagnosis.place(self, number)
        if why:
            text += f" {why}"
        if naive is not None and abs(self.elapsed - naive) <= TOLERANCE:
            text += " That is what it takes one after another."
            where = where or self.usual_place()
        elif naive is not None and self.elapsed > expected:
            text += (
                f" At most {count(self.peak(), 'operation')} {'was' if self.peak() == 1 else 'were'} under way at once."
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
    ) -> "Run":
        """So many operations (of that name or service) were under way at once, at the highest.

        ``unbounded`` is how many it would be if nothing held them back (all of them, if not given).
        """
        self.ended()
        peak = self.peak(of)
        fact = f"At most {count(peak, noun)} {'was' if peak == 1 else 'were'} under way at once"
        least = exactly if at_least is None else at_least
        most = exactly if at_most is None else at_most
        if least is not None and peak < least:
            number = mistake if mistake is not None else diagnosis.of_little_overlap(self, peak)
            where = diagnosis.place(self, number, of) or self.usual_place(of)
            self._fail(f"{fact}; {least:,} should be.", number, where)
        if most is not None and peak > most:
            number = mistake if mistake is not None else diagnosis.of_much_overlap(self, peak, of, unbounded)
            self._fail(
                f"{count(peak, noun)} were under way at once; {most:,} {'is' if most == 1 else 'are'} allowed.",
                number,
                diagnosis.place(self, number, of),
            )
        return self

    def overlapped(self, one: str, other: str, *, asked: float | None = None, mistake: int | None = None) -> "Run":
        """Some operation ``one`` and some operation ``other`` were under way at the same time.

        ``asked`` is how many virtual seconds the whole should take; it is only told.
        """
        self.ended()
        if not overlap(self._world.trace.of(one), self._world.trace.of(other)):
            what = f"two {one} operations" if one == other else f"{one} and {other}"
            number = mistake if mistake is not None else diagnosis.of_little_overlap(self, self.peak(one))
            aim = "" if asked is None else f", and exactly {seconds(asked)} is asked for"
            self._fail(
                f"It took {seconds(self.elapsed)} of simulated time, and never in it were {what} under way "
                f"together; they should be{aim}.",
                number,
                diagnosis.place(self, number, other) or self.usual_place(other),
            )
        return self

    def after(self, first: str, then: str) -> "Run":
        """No operation ``then`` began before the first operation ``first`` had ended."""
        self.ended()
        ends = [operation.end for operation in self._world.trace.of(first) if operation.end is not None]
        early = [o for o in self._world.trace.of(then) if not ends or o.start < min(ends) - TOLERANCE]
        if early:
            self._fail(
                f"{early[0].label} began at {seconds(early[0].start)}, before {first} had ended; "
                "it must wait for that.",
                None,
                early[0].where,
            )
        return self

    # ------------------------------------------------------------ processes

    @property
    def watch(self) -> "ProcessWatch | None":
        return self._watch

    def worked_in_processes(self, number: int = 2, at_most: int | None = None) -> "Run":
        """So many processes of the submission were at work at the same time (seen from outside, not timed).

        ``at_most`` is how many it may have had in all.
        """
        self.ended()
        assert self._watch is not None
        if self._watch.at_home:
            self._fail(
                "The work was done in the submission's own process, where one interpreter lock lets one thread compute "
                f"at a time; {number} other processes should do it.",
                process_mistakes.of_work_at_home(self),
                process_mistakes.place_of_work(self),
            )
        if self._watch.together < number:
            self._fail(
                f"At most {self._watch.together} {'process' if self._watch.together == 1 else 'processes'} of yours "
                f"worked at once; {number} should.",
                process_mistakes.of_one_at_a_time(self)
                if self._watch.together
                else process_mistakes.of_work_at_home(self),
                process_mistakes.place_of_jobs(self),
            )
        had = len(self._watch.accounts.spent)
        if at_most is not None and had > at_most:
            self._fail(
                f"It had {had} processes; {at_most} should do the work.", None, process_mistakes.place_of_jobs(self)
            )
        return self

    def worked_on(self, jobs: Iterable[str]) -> "Run":
        """Its processes were given exactly these jobs of the kit's own work, each as often as named.

        A job is what the work says of itself: ``primes_below(100)``. It needs a meeting (``parties``).
        """
        self.ended()
        assert self._watch is not None and self._watch.parties
        wanted = Counter(jobs)
        if self._watch.jobs != wanted:
            extra, missing = self._watch.jobs - wanted, wanted - self._watch.jobs
            parts = [f"not asked for: {listing(list(extra.elements()))}"] * bool(extra)
            parts += [f"missing: {listing(list(missing.elements()))}"] * bool(missing)
            self._fail(
                f"Its processes should do the work that is asked for, each part of it once; {'; '.join(parts)}.",
                None,
                process_mistakes.place_of_jobs(self),
            )
        return self

    def burnt_elsewhere(self, share: float = 0.8) -> "Run":
        """At least this share of the processor time was burnt outside the submission's own process."""
        self.ended()
        assert self._watch is not None
        ledger = self._watch.ledger
        if ledger.share_below < share:
            self._fail(
                f"{ledger.share_below:.0%} of the processor time was burnt in other processes ({ledger.below:.2f} s of "
                f"{ledger.own + ledger.below:.2f} s); at least {share:.0%} should be.",
                process_mistakes.of_work_at_home(self),
                process_mistakes.place_of_work(self),
            )
        return self

    def shared_evenly(self, number: int, within: float = 2.0) -> "Run":
        """So many processes did the work, and none burnt more than ``within`` times the processor time of another."""
        self.ended()
        assert self._watch is not None
        spent = self._watch.accounts.spent
        workers, others = spent[:number], spent[number:]
        said = f"The processes burnt {', '.join(f'{each:.2f}' for each in spent) or 'no'} s of processor time"
        if len(workers) < number or workers[-1] * within < workers[0]:
            self._fail(
                f"{said}. {number} should share the work evenly, and none burn more than {within:g} times what another "
                "does.",
                None,
                process_mistakes.place_of_jobs(self),
            )
        if others and others[0] * within > workers[-1]:
            self._fail(f"{said}. {number} should do the work, and no more.", None, process_mistakes.place_of_pool(self))
        return self

    def sent(self, messages: int, size: int) -> "Run":
        """It sent at most so many messages to other processes, and so many bytes in them; by its own account."""
        self.ended()
        number, length = self.counted("messages_sent"), self.counted("bytes_sent")
        if number > messages:
            self._fail(
                f"It sent {count(number, 'message')} to its processes; {messages:,} or fewer should do. Each is a trip "
                "that can cost more than the work in it: let many items travel together.",
                mistakes.A_TRIP_FOR_EACH,
                process_mistakes.place_of_jobs(self),
            )
        if length > size:
            self._fail(
                f"It sent {length:,} bytes to its processes; all that they have to know fits into {size:,}. Send each "
                "of them what it needs for its own part of the work.",
                mistakes.ALL_DATA_WITH_EACH_JOB,
                process_mistakes.place_of_jobs(self),
            )
        return self

    def kept_turning(self) -> "Run":
        """The event loop went on turning while the processes were at work."""
        self.ended()
        assert self._watch is not None
        if self._watch.turned < self._watch.turns:
            self._fail(
                f"The event loop turned {self._watch.turned} times while {count(self._watch.together, 'worker')} "
                f"computed; a free loop turns at least {self._watch.turns} times. Something waits in its thread.",
                process_mistakes.of_held_up_loop(self),
                next((observed.where for observed in self.observations("blocking_call")), None),
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
            if mistake is None:
                mistake = thread_mistakes.of_same_item(got, wanted)
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
                mistake if mistake is not None else diagnosis.of_unmet(self),
                self.usual_place(of),
            )
        return self

    def nothing_in_flight(self, *, unstoppable: str | None = None, mistake: int | None = None) -> "Run":
        """When it ended, no operation was still under way, but those with the name ``unstoppable``."""
        self.ended()
        running = [operation for operation in self._world.trace.running() if operation.name != unstoppable]
        if running:
            number = mistake if mistake is not None else diagnosis.of_work_left(self)
            self._fail(
                f"When {self._all} over, {count(len(running), 'operation')} still went on: "
                f"{listing([operation.label for operation in running])}.",
                number,
                diagnosis.place(self, number) or running[0].where,
            )
        return self

    # ------------------------------------------------------------ hygiene

    def left_nothing_behind(self, *, unstoppable: str | None = None) -> "Run":
        """No task, thread, process, client, pool or file was left, and nothing that only shows when thrown away.

        ``unstoppable`` is a blocking operation. Nobody can stop the thread that is in it, so when the function was
        cancelled both may go on: as many threads as there are such operations under way.
        """
        self.nothing_in_flight(unstoppable=unstoppable)
        held = [operation for operation in self._world.trace.running() if operation.name == unstoppable]
        return self._left_no(tuple(diagnosis.LEFT_BEHIND), threads=len(held))

    def left_no(self, *kinds: str) -> "Run":
        """Nothing of these kinds was left behind: ``task_left``, ``thread_left``… (see `diagnosis.LEFT_BEHIND`)."""
        self.ended()
        return self._left_no(kinds, threads=0)

    def _left_no(self, kinds: Sequence[str], threads: int) -> "Run":
        for kind in kinds:
            sentence, number = diagnosis.LEFT_BEHIND[kind]
            if kind == "task_left":
                number = diagnosis.of_work_left(self)
            if kind == "thread_left":
                number = diagnosis.of_thread_left(self)
            left = self.observations(kind)[threads if kind == "thread_left" else 0 :]
            if left:
                what = count(len(left), "task") if kind == "task_left" else left[0].detail
                where = process_mistakes.place_of_pool(self) if kind.startswith("process_") else left[0].where
                self._fail(f"When {self._all} over, {sentence.format(what)}.", number, where)
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

    def never_polled(self) -> "Run":
        """It did not look again and again whether there is something to do."""
        self.ended()
        for observed in self.observations("busy_waiting"):
            self._fail(
                "This loop goes round and round until something has changed, and does nothing else; "
                "it should sleep until there is something to do.",
                mistakes.BUSY_WAITING,
                observed.where,
            )
        if diagnosis.polled(self):
            self._fail(
                f"It woke up {count(self.turns, 'time')} for {count(len(self.operations), 'request')}: it looks again "
                "and again; it should sleep until there is something to do.",
                diagnosis.of_polling(self),
                None,
            )
        return self

    def used_clients(self, number: int = 1) -> "Run":
        """Exactly so many HTTP clients (of httpx, or sessions of aiohttp) were made, and all of them are closed."""
        self.ended()
        made = self.observations("client_created")
        if len(made) != number:
            self._fail(
                f"{count(len(made), 'HTTP client')} {'was' if len(made) == 1 else 'were'} made; "
                f"exactly {number} is asked for.",
                mistakes.CLIENT_PER_REQUEST if len(made) > number else None,
                made[-1].where if made else None,
            )
        return self.left_no("client_left_open")

    # ------------------------------------------------------------ saying no

    def expect(self, holds: bool, message: str, *, mistake: int | None = None, where: Where | None = None) -> "Run":
        """Anything else that a check wants to be so; ``message`` is a sentence with the fact and what was expected."""
        self.ended()
        if not holds:
            number = mistake if mistake is not None else diagnosis.of_unmet(self)
            self._fail(message, number, where if mistake == number else diagnosis.place(self, number))
        return self

    def _fail(self, message: str, mistake: int | None, where: Where | None) -> NoReturn:
        raise CheckFailed(f"{message} {real_network(self)}".rstrip(), mistake=mistake, where=where, run=self)
