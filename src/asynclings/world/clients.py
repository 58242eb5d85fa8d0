"""Clients of a server under test, told as stories.

    def talkative(client: Client) -> Talk:
        client.say("HELLO")
        answer = yield client.line()        # the next line, or None when the server has closed
        yield 2.0                           # two virtual seconds go by
        client.hang_up()

A story says what the client sends and when; what came back, and when, is kept and is evidence.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from asynclings.messages import NOWHERE, ProtocolViolation, Where
from asynclings.world.clock import Clock
from asynclings.world.service import Service, Signal, Story, operation
from asynclings.world.trace import Operation, Trace

if TYPE_CHECKING:
    from asynclings.world.network import Deliver

PIECE = 1 << 16  # bytes that one read gets at most, as from a socket
WINDOW = 64 << 10  # bytes that lie unread on the way before the server is held up
LINE_LIMIT = 20_000  # lines that one client is sent in a run
FIRST_PORT = 50_001

Wait = Literal["line", "end"]
Talk = Generator["float | Wait", "str | None", None]


@dataclass(frozen=True)
class Line:
    """A line that a client has read, without its end; when (virtual seconds), and the learner's line that sent it."""

    text: str
    at: float
    where: Where = NOWHERE


@dataclass
class Client:
    """One client. It connects ``at`` so many virtual seconds; one that is not ``reading`` takes nothing it is sent."""

    name: str
    story: "Callable[[Client], Talk]"
    at: float = 0.0
    reading: bool = True
    lines: list[Line] = field(default_factory=list, init=False)
    closed_at: float | None = field(default=None, init=False)
    """When the server closed the connection; None if it did not."""
    gone_at: float | None = field(default=None, init=False)
    """When the client hung up; None if it did not."""
    most_unread: int = field(default=0, init=False)
    """The most bytes that lay unread at one time."""
    _line: "ClientConnection | None" = field(default=None, init=False, repr=False)

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]

    def say(self, text: str | bytes, end: str = "\n") -> None:
        """Send a line (``end=""``: a piece of one)."""
        self._connected.say(text if isinstance(text, bytes) else f"{text}{end}".encode())

    def line(self) -> Wait:
        """What to yield for the next line."""
        return "line"

    def ask(self, text: str) -> Wait:
        """Send a line and yield this for the next one: the exchange is an operation in the trace."""
        self._connected.begin(text)
        self.say(text)
        return "line"

    def end(self) -> Wait:
        """What to yield until the server closes the connection."""
        return "end"

    def hang_up(self) -> None:
        """Close the connection from this side."""
        self._connected.hang_up()

    def read_on(self) -> None:
        """From now on, take what is sent."""
        self._connected.read_on()

    @property
    def _connected(self) -> "ClientConnection":
        assert self._line is not None, "a client speaks in its story only"
        return self._line

    def begin(self) -> None:
        """A new run: nothing has come yet."""
        self.lines.clear()
        self.closed_at = self.gone_at = None
        self.most_unread = 0
        self._line = None

    def connect(self, line: "ClientConnection") -> None:
        """The server has taken the connection."""
        self._line = line


class Audience(Service):
    """All clients of a run: an argument for the driver, which awaits ``gone()`` while the server serves."""

    def __init__(self, clients: Iterable[Client]) -> None:
        self.clients = tuple(clients)
        self.begin()

    def begin(self) -> None:
        """A new run: nobody has come yet."""
        for client in self.clients:
            client.begin()
        self._over = Signal()
        self._left = len(self.clients)
        if not self._left:
            self._over.give()

    @operation("async")
    def gone(self) -> Story[None]:
        """Ends when every client's story has."""
        yield self._over

    def one_has_left(self) -> None:
        self._left -= 1
        if not self._left:
            self._over.give()


class ClientConnection:
    """A client's connection, seen from the client."""

    def __init__(
        self, number: int, client: Client, audience: Audience, clock: Clock, trace: Trace, deliver: "Deliver"
    ) -> None:
        self.port = FIRST_PORT + number
        self._number = number
        self._client = client
        self._reading = client.reading
        self._audience = audience
        self._clock = clock
        self._trace = trace
        self._deliver = deliver
        self._talk: Talk | None = None
        self._waits: Wait | None = None
        self._operation: Operation | None = None
        self._outgoing = bytearray()
        self._incoming = bytearray()
        self._unread = bytearray()
        self._unheard: list[str] = []
        self._receiving: int | None = None
        self._drains: list[int] = []
        self._hung_up = self._closed = False
        self._where = NOWHERE

    @property
    def waits(self) -> str:
        """What the client waits for, in words; empty if it does not."""
        what = {"line": "a line", "end": "the end of its connection", None: ""}[self._waits]
        return f"the client {self._client.name} waits for {what}" if what else ""

    def accepted(self) -> None:
        """The server has taken the connection: the story begins."""
        self._client.connect(self)
        self._talk = self._client.story(self._client)
        self._clock.after(0, lambda: self._go_on(None))

    def _go_on(self, heard: str | None) -> None:
        assert self._talk is not None
        try:
            waits = self._talk.send(heard)
        except StopIteration:
            self._talk = None
            self.hang_up()
            self._audience.one_has_left()
            return
        if isinstance(waits, str):
            self._waits = waits
            self._listen()
        else:
            self._clock.after(waits, lambda: self._go_on(None))

    def _listen(self) -> None:
        """Go on with the story if what it waits for is there."""
        if self._waits == "line" and self._unheard:
            self._heard(self._unheard.pop(0))
        elif self._waits is not None and self._closed and not self._unread:
            self._heard(None)

    def _heard(self, text: str | None) -> None:
        self._waits = None
        if self._operation is not None:
            self._trace.end(self._operation, self._clock.now, "failed" if text is None else "ok")
            self._operation = None
        self._clock.after(0, lambda: self._go_on(text))

    # ------------------------------------------------------------ what the client does

    def begin(self, text: str) -> None:
        self._operation = self._trace.begin(
            Operation("client", text, (), self._client.name, self._clock.now, connection=self._number)
        )

    def say(self, data: bytes) -> None:
        if not self._closed:
            self._outgoing += data
            self._send_out()

    def hang_up(self) -> None:
        if not self._hung_up:
            self._hung_up = True
            self._client.gone_at = self._clock.now
            self._drained()
            self._send_out()

    def read_on(self) -> None:
        self._reading = True
        data, self._unread = bytes(self._unread), bytearray()
        self._read(data)
        self._drained()

    def _read(self, data: bytes) -> None:
        self._incoming += data
        if b"\n" in data:  # else there is no new line, however much has come: it is not looked at again and again
            *lines, rest = bytes(self._incoming).split(b"\n")
            self._incoming = bytearray(rest)
            self._keep(lines)
        self._listen()

    def _keep(self, lines: list[bytes]) -> None:
        if len(self._client.lines) + len(lines) > LINE_LIMIT:
            raise ProtocolViolation(f"{self._client.name} was sent more than {LINE_LIMIT:,} lines")
        for line in lines:
            text = line.decode("utf-8", "replace").removesuffix("\r")
            self._client.lines.append(Line(text, self._clock.now, self._where))
            self._unheard.append(text)

    # ------------------------------------------------------------ what the server does

    def receive_data(self, data: bytes, actor: str, where: Where) -> None:
        if self._hung_up:
            return
        self._where = where
        if self._operation is not None:
            self._operation.where = where
        if self._reading:
            self._read(data)
        else:
            self._unread += data
            self._client.most_unread = max(self._client.most_unread, len(self._unread))

    def ask_to_receive(self, operation: int) -> None:
        self._receiving = operation
        self._send_out()

    def stop_receiving(self, operation: int) -> None:
        if self._receiving == operation:
            self._receiving = None

    def drain(self, operation: int) -> None:
        """End the operation when no more lies unread than fits on the way."""
        self._drains.append(operation)
        if self._hung_up or len(self._unread) <= WINDOW:
            self._drained()

    def _drained(self) -> None:
        drains, self._drains = self._drains, []
        for drain in drains:
            self._deliver(drain, None, None)

    def close(self) -> None:
        """The server has closed its end."""
        if not self._closed:
            self._closed = True
            self._client.closed_at = self._clock.now
            self._listen()

    def _send_out(self) -> None:
        if self._receiving is None or not (self._outgoing or self._hung_up):
            return
        operation, self._receiving = self._receiving, None
        piece = bytes(self._outgoing[:PIECE])
        del self._outgoing[:PIECE]
        self._deliver(operation, piece, None)


class Reception:
    """Clients on their way to the server, and those that wait to be accepted."""

    def __init__(self, audiences: Iterable[Audience], clock: Clock, trace: Trace, deliver: "Deliver") -> None:
        self._clock = clock
        self._trace = trace
        self._deliver = deliver
        self._audiences = tuple(audiences)
        self._waiting: list[ClientConnection] = []
        self._accepting: int | None = None
        self.accepted: dict[int, ClientConnection] = {}

    def start(self) -> None:
        """The run begins: whoever comes is on the way."""
        for audience in self._audiences:
            audience.begin()
            for client in audience.clients:
                self._clock.after(client.at, partial(self._arrive, audience, client))

    def _arrive(self, audience: Audience, client: Client) -> None:
        self._trace.connections += 1
        number = self._trace.connections
        self._waiting.append(ClientConnection(number, client, audience, self._clock, self._trace, self._deliver))
        self._clock.after(0, self._let_in)

    @property
    def waits(self) -> list[str]:
        """Which clients wait for something, and for what."""
        return [connection.waits for connection in self.accepted.values() if connection.waits]

    def accept(self, operation: int) -> None:
        self._accepting = operation
        self._let_in()

    def stop_accepting(self, operation: int) -> None:
        if self._accepting == operation:
            self._accepting = None

    def _let_in(self) -> None:
        """Hand over all who wait, if somebody accepts them. Their names are negative: they are no operations."""
        if self._accepting is None or not self._waiting:
            return
        operation, self._accepting = self._accepting, None
        names: list[Any] = ["l"]
        for connection in self._waiting:
            name = -1 - len(self.accepted)
            self.accepted[name] = connection
            names.append(["l", name, "198.18.100.1", connection.port])
            connection.accepted()
        self._waiting = []
        self._deliver(operation, names, None)
