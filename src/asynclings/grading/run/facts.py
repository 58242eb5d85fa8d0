"""What is known of a finished run."""

from collections import Counter
from typing import TYPE_CHECKING, Any, NoReturn

from asynclings.grading.failures import CheckFailed
from asynclings.grading.hindrances import real_network
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.grading.transcript import Transcript
from asynclings.grading.wording import seconds
from asynclings.messages import Observed, Where
from asynclings.values import Failure
from asynclings.world.moments import Moment
from asynclings.world.trace import Operation, peak_in_flight
from asynclings.world.world import World

if TYPE_CHECKING:
    from asynclings.grading.processes import ProcessWatch

TOLERANCE = 1e-6  # virtual seconds


class Facts:
    """What came of one run."""

    def __init__(
        self, transcript: Transcript, world: World, program: Program, order: Order, watch: "ProcessWatch | None" = None
    ) -> None:
        self._transcript = transcript
        self._world = world
        self._program = program
        self._order = order
        self._watch = watch

    @property
    def transcript(self) -> Transcript:
        return self._transcript

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

    def operations_of(self, name: str | None) -> list[Operation]:
        """Those with this name (``mix``, ``GET /1``) or of this service; all of them for None."""
        return self._world.trace.of(name)

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
        return self._transcript.value

    @property
    def files(self) -> dict[str, bytes | None]:
        """What the run's own folder held at the end, read from outside; None for what is no readable file."""
        return self._transcript.files

    @property
    def failure(self) -> Failure | None:
        """What the function raised."""
        return self._transcript.failure

    @property
    def cancelled_at(self) -> float | None:
        return self._world.cancelled_at

    @property
    def clients_waiting(self) -> list[str]:
        """Which clients that the check plays wait for something, and for what."""
        return self._world.clients_waiting

    def peak(self, name: str | None = None) -> int:
        """How many operations (of that name, or of that service) were in flight at once, at most."""
        return peak_in_flight(self.operations_of(name))

    def observations(self, kind: str) -> list[Observed]:
        """What was observed of this kind (see `asynclings.worker.hygiene`)."""
        return [observed for observed in self._transcript.observations if observed.kind == kind]

    def seen_at(self, *kinds: str) -> Where | None:
        """The learner's line of what was observed first of these kinds, the earlier kinds before the later ones."""
        places = (observed.where for kind in kinds for observed in self.observations(kind) if observed.where.file)
        return next(places, None)

    def counted(self, kind: str) -> int:
        """How many were made: ``tasks_created``, ``threads_started``, and by the submission itself ``locks_made``…"""
        details = [observed.detail for observed in self.observations(kind)]
        return sum(int(detail) for detail in details if detail.isdecimal() and len(detail) < 10)

    def usual_place(self, name: str | None = None) -> Where | None:
        """The learner's line from which most of these operations were asked for."""
        places = [operation.where for operation in self.operations_of(name) if operation.where.file]
        return Counter(places).most_common(1)[0][0] if places else None

    @property
    def place_of_target(self) -> Where | None:
        """Where that begins in the learner's file which was called; None if nothing there was."""
        return self.seen_at("target")

    @property
    def _all(self) -> str:
        """What was over when the run was."""
        if self._order.calls:
            return "all calls were"
        cancelled = "" if self.cancelled_at is None else f", cancelled at {seconds(self.cancelled_at)},"
        return f"{self.target}{cancelled} was"

    @property
    def _duty(self) -> str:
        """What it should have done, whatever it is: a function, what a driver drives, or a whole program."""
        if self._order.manner in ("script", "module"):
            return "come to its end"
        return "done its work" if self._order.driven_by else "returned"

    @property
    def watch(self) -> "ProcessWatch | None":
        return self._watch

    def _fail(self, message: str, mistake: int | None, where: Where | None) -> NoReturn:
        """Where no line shows it, one that asked for a real network does, or else the beginning of the function."""
        if where is None or not where.file:
            where = self.seen_at("real_network") or self.place_of_target
        raise CheckFailed(f"{message} {real_network(self)}".rstrip(), mistake=mistake, where=where, run=self)
