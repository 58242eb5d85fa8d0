"""The clients of a server under test: they come, are accepted, and talk as their stories tell."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from asynclings.messages import NOWHERE, ProtocolViolation, Where
from asynclings.world.clients import Audience, Client, ReceivedLine, Talk, Wait
from asynclings.world.clock import Clock
from asynclings.world.far_end import Deliver, FarEnd
from asynclings.world.trace import Operation, Trace

WINDOW = 64 << 10  # bytes that lie unread on the way before the server is held up
LINE_LIMIT = 20_000  # lines that one client is sent in a run
FIRST_PORT = 50_001


class ClientConnection(FarEnd):
    """A client's connection, seen from the client."""

    def __init__(
        self, number: int, client: Client, audience: Audience, clock: Clock, trace: Trace, deliver: Deliver
    ) -> None:
        super().__init__(deliver)
        self.port = FIRST_PORT + number
        self._number = number
        self._client = client
        self._reading = client.reading
        self._audience = audience
        self._clock = clock
        self._trace = trace
        self._talk: Talk | None = None
        self._waits: Wait | None = None
        self._operation: Operation | None = None
        self._incoming = bytearray()
        self._unread = bytearray()
        self._unheard: list[str] = []
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
            self._client.lines.append(ReceivedLine(text, self._clock.now, self._where))
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

    def drain(self, identity: int) -> None:
        """End the operation when no more lies unread than fits on the way."""
        self._drains.append(identity)
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
        if self._receiving is not None and (self._outgoing or self._hung_up):
            self._hand_over_piece()


class Reception:
    """Clients on their way to the server, and those that wait to be accepted.

    Their connections are then kept among the ``far_ends``, under negative numbers: they are no operations.
    """

    def __init__(
        self,
        audiences: Iterable[Audience],
        clock: Clock,
        trace: Trace,
        far_ends: dict[int, FarEnd],
        deliver: Deliver,
    ) -> None:
        self._clock = clock
        self._trace = trace
        self._far_ends = far_ends
        self._deliver = deliver
        self._audiences = tuple(audiences)
        self._waiting: list[ClientConnection] = []
        self._accepting: int | None = None
        self._accepted: list[ClientConnection] = []

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
        return [connection.waits for connection in self._accepted if connection.waits]

    def accept(self, identity: int) -> None:
        self._accepting = identity
        self._let_in()

    def stop_accepting(self, identity: int) -> None:
        if self._accepting == identity:
            self._accepting = None

    def _let_in(self) -> None:
        """Hand over all who wait, if somebody accepts them."""
        if self._accepting is None or not self._waiting:
            return
        identity, self._accepting = self._accepting, None
        names: list[Any] = ["l"]
        for connection in self._waiting:
            self._accepted.append(connection)
            name = -len(self._accepted)
            self._far_ends[name] = connection
            names.append(["l", name, "198.18.100.1", connection.port])
            connection.accepted()
        self._waiting = []
        self._deliver(identity, names, None)
