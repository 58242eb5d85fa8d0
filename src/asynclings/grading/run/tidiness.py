"""What a run should not have left, nor done on its way."""

from collections.abc import Sequence
from typing import Self

from asynclings.grading import mistakes
from asynclings.grading.diagnosis import blocking, leftovers, processes
from asynclings.grading.diagnosis.places import place
from asynclings.grading.run.outcome import Outcome
from asynclings.grading.wording import count, listing


class Tidiness(Outcome):
    """Expectations of what the submission was observed to do, and to leave behind."""

    def nothing_in_flight(self, *, unstoppable: str | None = None, mistake: int | None = None) -> Self:
        """When it ended, no operation was still in flight, but those with the name ``unstoppable``."""
        self.ended()
        running = [operation for operation in self._world.trace.running() if operation.name != unstoppable]
        if running:
            number = mistake if mistake is not None else leftovers.of_work_left(self)
            self._fail(
                f"When {self._all} over, {count(len(running), 'operation')} {'was' if len(running) == 1 else 'were'} "
                f"still in flight: "
                f"{listing([operation.label for operation in running])}.",
                number,
                place(self, number) or running[0].where,
            )
        return self

    def left_nothing_behind(self, *, unstoppable: str | None = None) -> Self:
        """No task, thread, process, client, pool or file was left, and nothing that only shows when thrown away.

        ``unstoppable`` is a blocking operation. Nobody can stop the thread that is in it, so when the function was
        cancelled both may go on: as many threads, with a file each, as there are such operations in flight.
        """
        self.nothing_in_flight(unstoppable=unstoppable)
        held = [operation for operation in self._world.trace.running() if operation.name == unstoppable]
        return self._left_no(tuple(leftovers.LEFT_BEHIND), held=len(held))

    def left_no(self, *kinds: str) -> Self:
        """Nothing of these kinds was left behind: ``task_left``, ``thread_left``… (see `leftovers.LEFT_BEHIND`)."""
        self.ended()
        return self._left_no(kinds, held=0)

    def _left_no(self, kinds: Sequence[str], held: int) -> Self:
        for kind in kinds:
            sentence, number = leftovers.LEFT_BEHIND[kind]
            if kind == "task_left":
                number = leftovers.of_work_left(self)
            if kind == "thread_left":
                number = leftovers.of_thread_left(self)
            left = self.observations(kind)[held if kind in ("thread_left", "file_left_open") else 0 :]
            if left:
                what = count(len(left), "task") if kind == "task_left" else left[0].detail
                where = processes.place_of_pool(self) if kind.startswith("process_") else left[0].where
                self._fail(f"When {self._all} over, {sentence.format(what)}.", number, where)
        return self

    def never_blocked_the_loop(self) -> Self:
        """No call that waits was made in the thread of an event loop."""
        self.ended()
        for observed in self.observations("blocking_call"):
            what = observed.detail
            did = f"{what} was called" if "(" in what else f"It waited for {what}"
            self._fail(
                f"{did} in the event loop's thread: meanwhile nothing else could go on.",
                blocking.of_blocking_call(observed),
                observed.where,
            )
        return self

    def never_polled(self) -> Self:
        """It did not look again and again whether there is something to do."""
        self.ended()
        for observed in self.observations("busy_waiting"):
            self._fail(
                "This loop goes round and round until something has changed, and does nothing else; "
                "it should sleep until there is something to do.",
                mistakes.BUSY_WAITING,
                observed.where,
            )
        if blocking.polled(self):
            self._fail(
                f"It woke up {count(self.turns, 'time')} for {count(len(self.operations), 'request')}: it looks again "
                "and again; it should sleep until there is something to do.",
                blocking.of_polling(self),
                None,
            )
        return self

    def used_clients(self, number: int = 1) -> Self:
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
