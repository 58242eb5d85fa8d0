"""The world of one run: it hears what the worker begins, and decides what ends when."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from asynclings.channel import FRAME_LIMIT
from asynclings.messages import (
    NEVER,
    RESOLUTION,
    TURN_LIMIT,
    Accept,
    Advance,
    Arrival,
    Begin,
    Blocked,
    Cancel,
    Close,
    Connect,
    Drain,
    Message,
    ProtocolViolation,
    Receive,
    Send,
    ServiceShape,
    Stop,
    encode,
)
from asynclings.world.calls import Calls
from asynclings.world.clients import Audience
from asynclings.world.clock import HORIZON, Clock
from asynclings.world.far_end import FarEnd
from asynclings.world.moments import Moment, Timeline
from asynclings.world.reception import Reception
from asynclings.world.service import Service
from asynclings.world.trace import Trace

if TYPE_CHECKING:
    from asynclings.world.network import Network
    from asynclings.world.web import Site

OPERATION_LIMIT = 20_000
ANSWER_LIMIT = FRAME_LIMIT // 2  # bytes of values in one answer, unless a single one is larger


class World:
    """Clock, services, network and trace of one run.

    ``cancel_at``: the moment at which the function under test is cancelled, if it comes.
    """

    def __init__(
        self,
        services: Iterable[Service],
        sites: Mapping[str, "Site"],
        *,
        horizon: float = HORIZON,
        cancel_at: Moment | None = None,
    ) -> None:
        self.clock = Clock()
        self.trace = Trace()
        self.turns = 0
        self.cancelled_at: float | None = None
        self._services = {service.name: service for service in services}
        self.horizon = horizon
        self._cancel_at = cancel_at
        self._timeline = Timeline(None)
        self._calls = Calls(self._services, self.clock, self.trace, self._deliver)
        self._far_ends: dict[int, FarEnd] = {}
        self._receiving: dict[int, FarEnd] = {}
        self._arrivals: list[Arrival] = []
        self._used: set[int] = set()
        self.sites = sites
        self._open = False
        audiences = [service for service in self._services.values() if isinstance(service, Audience)]
        self._reception = Reception(audiences, self.clock, self.trace, self._far_ends, self._deliver)

    @cached_property
    def _network(self) -> "Network":
        # Imported when a run first connects: h11 and httpx are a tenth of a second that the bakery does not need.
        from asynclings.world.network import Network

        return Network(self.clock, self.trace, self.sites, self._far_ends, self._deliver)

    @property
    def clients_waiting(self) -> list[str]:
        """Which clients of a server wait for something, and for what."""
        return self._reception.waits

    @property
    def moments(self) -> list[Moment]:
        """Every time that all of it waited since the function was called."""
        return self._timeline.moments

    @property
    def shapes(self) -> list[ServiceShape]:
        return [ServiceShape(name, dict(service.methods)) for name, service in self._services.items()]

    def start(self) -> None:
        """The function under test is about to be called: time begins, and operations are allowed."""
        self.clock.restart()
        self.turns = 0
        self._timeline = Timeline(self._cancel_at)
        self._open = True
        self._reception.start()

    # ------------------------------------------------------------ what the worker says

    def hear(self, message: Message) -> None:
        """Take in one message; raises `ProtocolViolation`."""
        match message:
            case Begin():
                self._claim(message.id)
                self._calls.begin(message)
            case Connect():
                self._claim(message.id)
                self._network.connect(message.id, message.host, message.port)
            case Send():
                if message.connection in self._far_ends:
                    self._far_ends[message.connection].receive_data(message.data, message.actor, message.where)
            case Receive():
                self._claim(message.id)
                self._receiving[message.id] = self._far_end(message.connection)
                self._receiving[message.id].ask_to_receive(message.id)
            case Drain():
                self._claim(message.id)
                self._far_end(message.connection).drain(message.id)
            case Accept():
                self._claim(message.id)
                self._reception.accept(message.id)
            case Close():
                if message.connection in self._far_ends:
                    self._far_ends.pop(message.connection).close()
            case Cancel():
                self._cancel(message.id)
            case _:
                raise ProtocolViolation(f"{type(message).__name__} is nothing for the world")

    def _far_end(self, identity: int) -> FarEnd:
        if identity not in self._far_ends:
            raise ProtocolViolation(f"something was awaited from connection {identity}, which is not open")
        return self._far_ends[identity]

    def _claim(self, identity: int) -> None:
        if not self._open:
            raise ProtocolViolation("an operation began before the function was called")
        if identity < 0:
            raise ProtocolViolation(f"operation {identity}: a negative number is a client's connection")
        if identity in self._used or len(self._used) >= OPERATION_LIMIT:
            raise ProtocolViolation(
                f"operation {identity} was begun twice, or more than {OPERATION_LIMIT:,} were begun"
            )
        self._used.add(identity)

    def _cancel(self, identity: int) -> None:
        self._calls.cancel(identity)
        if identity in self._receiving:
            self._receiving.pop(identity).stop_receiving(identity)
        self._reception.stop_accepting(identity)

    def _deliver(self, identity: int, value: Any, error: str | None) -> None:
        self._receiving.pop(identity, None)
        self._arrivals.append(Arrival(identity, value, error))

    # ------------------------------------------------------------ time

    def advance(self, blocked: Blocked) -> Advance | Stop:
        """Everything in the worker waits: what happens next."""
        turn, self.turns = self.turns, self.turns + 1
        if turn > TURN_LIMIT:
            return Stop("turns")
        until = blocked.until
        if until is not None and not 0 <= until < NEVER:
            raise ProtocolViolation(f"{until!r} is not a time")
        self._look()
        begun, this = self.clock.now, self._timeline.begin_turn(self.clock.now)
        answer = self._wait(until, this)
        self._timeline.end_turn(this, self.clock.now - begun)
        return answer

    def _wait(self, until: float | None, turn: Moment) -> Advance | Stop:
        while True:
            cancellation = None if self.cancelled_at is not None else self._timeline.cancellation(turn)
            if cancellation is not None and cancellation <= self.clock.now:
                return self._cancel_run()
            if self._arrivals:
                break
            # What was parked goes on before time does: in this instant nobody else can come.
            self._calls.release_all()
            if self._arrivals:
                break
            event = self.clock.next_event()
            times = [time for time in (until, event) if time is not None]
            if not times:
                return Stop("deadlock")
            if min(times) > self.horizon:
                return Stop("horizon")
            if cancellation is not None and cancellation <= min(times):
                self.clock.move_to(cancellation)
                return self._cancel_run()
            self.clock.move_to(min(times))
            self._look()
            if until is not None and until <= self.clock.now + RESOLUTION:
                break
        return self._answer()

    def _look(self) -> None:
        self._timeline.look(len(self.trace.operations), self.trace.ended, self.clock.now)

    def _cancel_run(self) -> Advance:
        self.cancelled_at = self.clock.now
        return self._answer(cancel=True)

    def _answer(self, cancel: bool = False) -> Advance:
        """What has arrived, as much of it as a frame holds; the rest follows in the same instant."""
        size = taken = 0
        for arrival in self._arrivals:
            # Bytes are what there can be much of, and are long already; the rest is measured.
            size += len(arrival.value) if type(arrival.value) is bytes else len(encode(arrival.value))
            if taken and size > ANSWER_LIMIT:
                break
            taken += 1
        arrivals, self._arrivals = self._arrivals[:taken], self._arrivals[taken:]
        return Advance(self.clock.now, arrivals, cancel)
