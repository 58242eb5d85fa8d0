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
from typing import TYPE_CHECKING, Literal

from asynclings.messages import NOWHERE, Where
from asynclings.world.service import Service, Signal, Story, operation

if TYPE_CHECKING:
    from asynclings.world.reception import ClientConnection

Wait = Literal["line", "end"]
Talk = Generator["float | Wait", "str | None", None]


@dataclass(frozen=True)
class ReceivedLine:
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
    lines: list[ReceivedLine] = field(default_factory=list, init=False)
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
