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
from asynclings.values.reading import Unreadable, read
from asynclings.values.writing import Unwritable, Writer
from asynclings.world.clients import Audience, ClientConnection, Reception
from asynclings.world.clock import HORIZON, Clock
from asynclings.world.moments import Course, Moment
from asynclings.world.service import (
    RefusedError,
    Rendezvous,
    Service,
    Signal,
    Story,
    StoryFault,
    begin,
    meant_for_caller,
)
from asynclings.world.trace import Operation, Trace

if TYPE_CHECKING:
    from asynclings.world.network import Connection, Network
    from asynclings.world.web import Site

OPERATION_LIMIT = 20_000
ANSWER_LIMIT = FRAME_LIMIT // 2  # bytes of values in one answer, unless a single one is larger


class _Call:
    """An operation in flight: its story and its span."""

    def __init__(self, identity: int, story: Story[Any], operation: Operation) -> None:
        self.identity = identity
        self.story = story
        self.operation = operation
        self.over = False


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
        self._course = Course(None)
        self._calls: dict[int, _Call] = {}
        self._parked: dict[str, list[_Call]] = {}
        self._receiving: dict[int, int] = {}
        self._arrivals: list[Arrival] = []
        self._used: set[int] = set()
        self._sites = sites
        self._open = False
        audiences = [service for service in self._services.values() if isinstance(service, Audience)]
        self._reception = Reception(audiences, self.clock, self.trace, self._deliver)

    @cached_property
    def _network(self) -> "Network":
        # Imported when a run first connects: h11 and httpx are a tenth of a second that the bakery does not need.
        from asynclings.world.network import Network

        return Network(self.clock, self.trace, self._sites, self._deliver)

    @property
    def clients_waiting(self) -> list[str]:
        """Which clients of a server wait for something, and for what."""
        return self._reception.waits

    @property
    def moments(self) -> list[Moment]:
        """Every time that all of it waited since the function was called."""
        return self._course.moments

    @property
    def shapes(self) -> list[ServiceShape]:
        return [ServiceShape(name, dict(service.methods)) for name, service in self._services.items()]

    def start(self) -> None:
        """The function under test is about to be called: time begins, and operations are allowed."""
        self.clock.restart()
        self.turns = 0
        self._course = Course(self._cancel_at)
        self._open = True
        self._reception.start()

    # ------------------------------------------------------------ what the worker says

    def hear(self, message: Message) -> None:
        """Take in one message; raises `ProtocolViolation`."""
        match message:
            case Begin():
                self._begin(message)
            case Connect():
                self._claim(message.id)
                self._network.connect(message.id, message.host, message.port)
            case Send():
                self._send(message)
            case Receive():
                self._claim(message.id)
                connection = self._open_connection(message.connection)
                self._receiving[message.id] = message.connection
                connection.ask_to_receive(message.id)
            case Drain():
                self._claim(message.id)
                self._open_connection(message.connection).drain(message.id)
            case Accept():
                self._claim(message.id)
                self._reception.accept(message.id)
            case Close():
                self._close(message.connection)
            case Cancel():
                self._cancel(message.id)
            case _:
                raise ProtocolViolation(f"{type(message).__name__} is nothing for the world")

    def _connection(self, identity: int) -> "Connection | ClientConnection | None":
        return self._reception.accepted.get(identity) if identity < 0 else self._network.connection(identity)

    def _close(self, identity: int) -> None:
        if identity < 0:
            client = self._reception.accepted.get(identity)
            if client is not None:
                client.close()
        else:
            self._network.close(identity)

    def _open_connection(self, identity: int) -> "Connection | ClientConnection":
        connection = self._connection(identity)
        if connection is None:
            raise ProtocolViolation(f"something was awaited from connection {identity}, which is not open")
        return connection

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

    def _begin(self, message: Begin) -> None:
        self._claim(message.id)
        service = self._services.get(message.service)
        if service is None:
            raise ProtocolViolation(f"there is no service {message.service!r}")
        try:
            arguments = [read(argument) for argument in message.arguments]
        except Unreadable as error:
            raise ProtocolViolation(f"an argument cannot be read: {error}") from None
        operation = self.trace.begin(
            Operation(
                service.name, message.method, tuple(arguments), message.actor, self.clock.now, where=message.where
            )
        )
        try:
            story = begin(service, message.method, arguments)
        except RefusedError as error:
            self.trace.end(operation, self.clock.now, "failed")
            self._deliver(message.id, str(error), "TypeError")
            return
        call = _Call(message.id, story, operation)
        if not message.instant:
            self._calls[message.id] = call
        self._go_on(call)

    def _send(self, message: Send) -> None:
        connection = self._connection(message.connection)
        if connection is None:
            return
        connection.receive_data(message.data, message.actor, message.where)

    def _cancel(self, identity: int) -> None:
        call = self._calls.pop(identity, None)
        if call is not None:
            call.over = True
            call.story.close()
            self.trace.end(call.operation, self.clock.now, "cancelled")
        if identity in self._receiving:
            connection = self._connection(self._receiving.pop(identity))
            if connection is not None:
                connection.stop_receiving(identity)
        self._reception.stop_accepting(identity)

    # ------------------------------------------------------------ what becomes of it

    def _go_on(self, call: _Call) -> None:
        """Let a story go on until it waits, ends or fails."""
        if call.over:
            return
        try:
            waits_for = next(call.story)
        except StopIteration as end:
            self._answer_with(call, end.value)
        except Exception as error:
            if not meant_for_caller(error):
                told = call.operation
                raise StoryFault(
                    f"{told.service}.{told.name}() failed with {type(error).__name__}, which it did not raise. "
                    "Mend the story; what its caller is to see, it has to `raise`."
                ) from error
            self._end(call, "failed", str(error), type(error).__name__)
        else:
            if isinstance(waits_for, Rendezvous):
                self._park(call, waits_for)
            elif isinstance(waits_for, Signal):
                waits_for.then(lambda: self.clock.after(0, lambda: self._go_on(call)))
            else:
                self.clock.after(waits_for, lambda: self._go_on(call))

    def _answer_with(self, call: _Call, value: Any) -> None:
        try:
            self._end(call, "ok", Writer().write(value), None)
        except Unwritable as error:  # what was asked for is too large, because of what was given
            self._end(call, "failed", str(error), "ValueError")

    def _end(self, call: _Call, outcome: Any, value: Any, error: str | None) -> None:
        call.over = True
        self.trace.end(call.operation, self.clock.now, outcome)
        if self._calls.pop(call.identity, None) is not None:
            self._deliver(call.identity, value, error)

    def _park(self, call: _Call, point: Rendezvous) -> None:
        # Who was cancelled meanwhile is not there any more.
        waiting = self._parked[point.name] = [one for one in self._parked.get(point.name, []) if not one.over]
        waiting.append(call)
        if point.parties is not None and len(waiting) >= point.parties:
            self._release(point.name)

    def _release(self, name: str) -> None:
        for call in self._parked.pop(name, []):
            self._go_on(call)

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
        begun, this = self.clock.now, self._course.begin_turn(self.clock.now)
        answer = self._wait(until, this)
        self._course.end_turn(this, self.clock.now - begun)
        return answer

    def _wait(self, until: float | None, turn: Moment) -> Advance | Stop:
        while True:
            cancellation = None if self.cancelled_at is not None else self._course.cancellation(turn)
            if cancellation is not None and cancellation <= self.clock.now:
                return self._cancel_run()
            if self._arrivals:
                break
            # What was parked goes on before time does: in this instant nobody else can come.
            for name in list(self._parked):
                self._release(name)
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
        self._course.look(len(self.trace.operations), self.trace.ended, self.clock.now)

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
