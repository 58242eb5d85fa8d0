"""What a worker and the world say to each other.

They take turns. The worker collects messages and sends them as one frame when everything in it is blocked (or its
buffer is full, or it has finished); the world answers a frame that ends in `Blocked` with one `Advance` or `Stop`, and
answers nothing else. Nothing read here is trusted: fields are checked by exact type, and whatever does not fit raises
`ProtocolViolation`. (Frames and their limits: `asynclings.channel`. What the fields of type `Any` hold:
`asynclings.values`.)
"""

from collections.abc import Callable
from typing import Any

import msgspec

from asynclings import maps

# Times that a run may ask for time. They cost a quarter of its processor limit: no slow machine meets that first.
TURN_LIMIT = 8_000
RESOLUTION = 1e-9  # virtual seconds: all times are whole nanoseconds
NEVER = 1e12  # virtual seconds: what is to happen so late never does, whoever asks for it (nor at infinity)
# Times that a worker may look at a clock, a flag or a loop's ready queue in one virtual instant, without waiting.
LOOK_LIMIT = 50_000


SMALL_FRAME = 1 << 14  # bytes: whatever is in it, it is soon decoded
MAP_LIMIT = 1_000  # keys of a map in a larger one


class ProtocolViolation(Exception):
    """The other side sent something that the protocol does not allow."""


class Message(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=True):
    """Base of everything that travels. Tagged by class name; arrays, because they are small."""


# ---------------------------------------------------------------- what a worker says


class Where(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A place in the learner's file. An empty file and line 0 mean that it is not known."""

    file: str
    line: int
    function: str


NOWHERE = Where("", 0, "")


class Started(Message, frozen=True):
    """The worker has limited itself and is about to import the submission."""

    layers: list[str]


class Ready(Message, frozen=True):
    """The submission is imported. Only now are arguments sent."""


class Begin(Message, frozen=True):
    """An operation on a service begins. ``instant`` ones have no answer."""

    id: int
    service: str
    method: str
    arguments: list[Any]
    actor: str
    where: Where
    instant: bool
    keywords: dict[str, Any] = {}


class Connect(Message, frozen=True):
    """A connection is asked for. The id of this operation is the connection's name from now on."""

    id: int
    host: str
    port: int


class Send(Message, frozen=True):
    connection: int
    data: bytes
    actor: str
    where: Where


class Receive(Message, frozen=True):
    id: int
    connection: int


class Drain(Message, frozen=True):
    """Ends when the far end has taken nearly everything that was sent."""

    id: int
    connection: int


class Accept(Message, frozen=True):
    """Ends when clients come to the server on this port: with the names of their connections, address and port."""

    id: int
    port: int


class Close(Message, frozen=True):
    connection: int


class Cancel(Message, frozen=True):
    """Nobody waits for this operation any more."""

    id: int


class Blocked(Message, frozen=True):
    """Everything in the worker is durably blocked; ``until`` is its own next deadline in virtual seconds."""

    until: float | None


class Beat(Message, frozen=True):
    """The event loop turned (in runs in real time, where no clock shows that it does)."""


class Observed(Message, frozen=True):
    """Something that the worker noticed about the submission. Believed only in so far as it lowers a score."""

    kind: str
    detail: str
    where: Where


class Returned(Message, frozen=True):
    value: Any


class Raised(Message, frozen=True):
    error: Any
    importing: bool


class Waits(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What one task or thread was waiting for when the run was stopped."""

    who: str
    what: str
    where: Where


THE_CHECK = "the check"  # who waits, where it is the check's own driver and not the submission
THOUGH_CANCELLED = ", although it was cancelled"  # ends what a task waits for that was told to stop


class Stuck(Message, frozen=True):
    """The run cannot end: ``reason`` is what `Stop` said, or ``livelock``. Who was waiting for what."""

    reason: str
    waits: list[Waits]


FromWorker = (
    Started
    | Ready
    | Begin
    | Connect
    | Send
    | Receive
    | Drain
    | Accept
    | Close
    | Cancel
    | Blocked
    | Beat
    | Observed
    | Returned
    | Raised
    | Stuck
)

# ---------------------------------------------------------------- what the world says


class ServiceShape(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What the worker must know of a service to stand in for it: each method's name and manner."""

    name: str
    methods: dict[str, str]


class MethodCall(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    method: str
    arguments: list[Any]


class Run(Message, frozen=True):
    """Call ``target``: a coroutine function if ``manner`` is ``async``, a plain one if it is ``sync``.

    With ``driven_by``, that function of the exercise's driver is called instead, with the submission's module before
    the arguments; ``target`` is then what it drives.
    With ``threads`` or ``tasks``, ``target`` is a class: it is built once, and all ``calls`` are made on that object at
    the same time, each in a thread or a task of its own.
    With ``script`` or ``module`` the file itself is run, as the main program or under its own name, and ``arguments``
    are those of its command line.
    ``heartbeat`` asks for beats of the loop: real seconds between two of them, or None.
    ``disk`` names the service that every write into a file asks for; empty if writing costs nothing.
    """

    target: str
    driven_by: str
    arguments: list[Any]
    keywords: dict[str, Any]
    manner: str
    calls: list[MethodCall]
    services: list[ServiceShape]
    shuffle: int | None
    heartbeat: float | None
    disk: str


class Arrival(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An operation has ended: with a value, or with the name and the message of an error."""

    id: int
    value: Any
    error: str | None


class Advance(Message, frozen=True):
    """Time is now ``now``. If ``cancel``, the function under test is to be cancelled before anything else."""

    now: float
    arrivals: list[Arrival]
    cancel: bool


class Stop(Message, frozen=True):
    """The run is over: nothing can wake, or it would go on for ever. The worker answers `Stuck` and rests."""

    reason: str


FromWorld = Run | Advance | Stop

# ---------------------------------------------------------------- what is said beside the wire

# Names of files in a run's rendezvous folder, followed by a pid: a script has started that process; it was seen from
# outside. Whoever has started it waits in between, so that no process is over before it was seen.
BORN, SEEN = "born-", "seen-"

# What a worker's exit code says, where it could not say it over the wire.
FAULT, LEFT, NO_MEMORY = 70, 71, 72


def decoder(kind: Any) -> Callable[[bytes], list[Any]]:
    """What reads the messages of a frame that may be of this kind. It raises `ProtocolViolation`."""
    decoder = msgspec.msgpack.Decoder(list[kind])

    def decode(body: bytes) -> list[Any]:
        if len(body) > SMALL_FRAME and any(mark in body for mark in maps.MARKS) and maps.largest(body) > MAP_LIMIT:
            raise ProtocolViolation(f"a frame holds a map of more than {MAP_LIMIT} keys")
        try:
            return decoder.decode(body)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, MemoryError) as error:
            raise ProtocolViolation(f"a frame could not be read ({type(error).__name__}: {str(error)[:200]})") from None

    return decode


encode = msgspec.msgpack.Encoder().encode
decode_from_worker = decoder(FromWorker)
decode_from_world = decoder(FromWorld)
