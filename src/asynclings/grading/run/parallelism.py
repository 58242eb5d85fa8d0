"""Who should have done the work of a run with processes."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Self

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import processes
from asynclings.grading.run.outcome import Outcome
from asynclings.grading.wording import count, listing


class Parallelism(Outcome):
    """Expectations of what was seen of its processes from outside."""

    def worked_in_processes(self, number: int = 2, at_most: int | None = None) -> Self:
        """So many processes of the submission were at work at the same time (seen from outside, not timed).

        ``at_most`` is how many it may have had in all.
        """
        self.ended()
        assert self._watch is not None
        if self._watch.at_home:
            self._fail(
                "The work was done in your program's own process, where one interpreter lock lets one thread compute "
                f"at a time; {number} other processes should do it.",
                processes.of_work_at_home(self),
                processes.place_of_work(self),
            )
        if self._watch.together < number:
            self._fail(
                f"At most {self._watch.together} {'process' if self._watch.together == 1 else 'processes'} of yours "
                f"worked at once; {number} should.",
                processes.of_one_at_a_time(self) if self._watch.together else processes.of_work_at_home(self),
                processes.place_of_jobs(self),
            )
        had = self._watch.had
        if at_most is not None and had > at_most:
            self._fail(
                f"It had {had} processes; {at_most} should do the work.",
                processes.of_many_processes(self),
                processes.place_of_jobs(self),
            )
        return self

    def worked_on(self, jobs: Iterable[str]) -> Self:
        """Its processes were given exactly these jobs of the kit's own work, each as often as named.

        A job is what the work says of itself: ``primes_below(100)``. It needs a rendezvous (``parties``).
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
                processes.place_of_jobs(self),
            )
        return self

    def burnt_elsewhere(self, share: float = 0.8) -> Self:
        """At least this share of the processor time was burnt outside the submission's own process."""
        self.ended()
        assert self._watch is not None
        ledger = self._watch.ledger
        if ledger.share_below < share:
            self._fail(
                f"{ledger.share_below:.0%} of the processor time was burnt in other processes ({ledger.below:.2f} s of "
                f"{ledger.own + ledger.below:.2f} s); at least {share:.0%} should be.",
                processes.of_work_at_home(self),
                processes.place_of_work(self),
            )
        return self

    def shared_evenly(self, number: int, size: Callable[[str], int], within: float = 2.0) -> Self:
        """So many processes did the work, and it was cut evenly. It needs a rendezvous (``parties``).

        With a job for each of them, none burnt more than ``within`` times the processor time of another. With more jobs
        than that, who takes the next one is the system's choice: none is larger than an even share of the work.
        ``size`` says how large a job is, from what the work says of itself; a submission may have it say anything.
        """
        self.ended()
        assert self._watch is not None and self._watch.parties
        sizes = {job: size(job) for job in self._watch.jobs}
        jobs, work = self._watch.jobs.total(), sum(sizes[job] * times for job, times in self._watch.jobs.items())
        largest = max(sizes, key=sizes.__getitem__, default="")
        if jobs > number and sizes[largest] * number > work + number:  # with up to one more for each from rounding
            self._fail(
                f"A process was given {largest}, {sizes[largest] / work:.0%} of the work in one piece; where {number} "
                f"share it evenly, no piece is more than {1 / number:.0%}.",
                None,
                processes.place_of_jobs(self),
            )
        spent = self._watch.accounts.spent
        workers, others = spent[:number], spent[number:]
        said = f"The processes burnt {', '.join(f'{each:.2f}' for each in spent) or 'no'} s of processor time"
        if len(workers) < number or (jobs <= number and workers[-1] * within < workers[0]):
            self._fail(
                f"{said}. {number} should share the work evenly, and none burn more than {within:g} times what another "
                "does.",
                None,
                processes.place_of_jobs(self),
            )
        if others and others[0] * within > workers[-1]:
            self._fail(f"{said}. {number} should do the work, and no more.", None, processes.place_of_pool(self))
        return self

    def sent(self, messages: int, size: int) -> Self:
        """It sent at most so many messages to other processes, and so many bytes in them; by its own account."""
        self.ended()
        number, length = self.counted("messages_sent"), self.counted("bytes_sent")
        if number > messages:
            self._fail(
                f"It sent {count(number, 'message')} to its processes; {messages:,} or fewer should do. Each is a trip "
                "that can cost more than the work in it: let many items travel together.",
                mistakes.A_TRIP_FOR_EACH,
                processes.place_of_jobs(self),
            )
        if length > size:
            self._fail(
                f"It sent {length:,} bytes to its processes; all that they have to know fits into {size:,}. Send each "
                "of them what it needs for its own part of the work.",
                mistakes.ALL_DATA_WITH_EACH_JOB,
                processes.place_of_jobs(self),
            )
        return self

    def kept_turning(self) -> Self:
        """The event loop went on turning while the processes were at work."""
        self.ended()
        assert self._watch is not None
        if self._watch.turned < self._watch.turns:
            self._fail(
                f"The event loop turned {self._watch.turned} times while {count(self._watch.together, 'worker')} "
                f"computed; a free loop turns at least {self._watch.turns} times. Something waits in its thread.",
                processes.of_held_up_loop(self),
                self.seen_at("blocking_call"),
            )
        return self
