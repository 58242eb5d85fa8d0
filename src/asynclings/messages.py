"""The wire between the world and a worker: the only thing that both sides share.

The wire is half-duplex. The worker collects messages and sends them as one frame when everything in it is
blocked (or its buffer is full, or it has finished); the world answers a frame that ends in `Blocked` with one
`Advance` or `Stop`, and answers nothing else. Nothing read here is trusted: sizes are checked before a body is
read, fields are checked by exact type, and whatever does not fit raises `ProtocolViolation`.
"""

import socket
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

FRAME_LIMIT = 1 << 20  # bytes of one frame
CONVERSATION_LIMIT = 16 << 20  # bytes of all frames of one run
MESSAGE_LIMIT = 60_000  # messages of one run
# Times that a run may ask for time. They cost a quarter of its processor limit: no slow machine meets that first.
TURN_LIMIT = 8_000
RESOLUTION = 1e-9  # virtual seconds: all times are whole nanoseconds
# Times that a worker may look at a clock, a flag or a loop's ready queue in one virtual instant, without waiting.
LOOK_LIMIT = 50_000

_LENGTH = struct.Struct(">I")


class ProtocolViolation(Exception):
    """The other side sent something that the protocol does not allow."""


class ConversationOver(Exception):
    """The other side closed the wire."""


class DeadlinePassed(Exception):
    """The other side did not speak, or did not listen, before the deadline (real seconds)."""


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

    With a ``scenario`` that function of the exercise's driver is called instead, with the submission's module before
    the arguments; ``target`` is then what it drives.
    With ``threads`` or ``tasks``, ``target`` is a class: it is built once, and all ``calls`` are made on that object at
    the same time, each in a thread or a task of its own.
    With ``script`` or ``module`` the file itself is run, as the main program or under its own name, and ``arguments``
    are those of its command line.
    ``heartbeat`` asks for beats of the loop: real seconds between two of them, or None.
    ``disk`` names the service that every write into a file asks for; empty if writing costs nothing.
    """

    target: str
    scenario: str
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

# ---------------------------------------------------------------- what the sandbox says to the zygote


class Job(Message, frozen=True):
    """Fork a worker. Comes with the descriptors of the worker's socket, of its output file and of that for its stacks.

    ``driver`` is a file in the folder, empty if there is none. ``virtual`` is false for runs in real time. Limits:
    processor seconds, bytes. ``start_method`` and ``rendezvous`` (a folder) are for runs with processes, else empty.
    ``policy`` names what it may do beyond computing (see `asynclings.sandbox.policy`), ``without`` the layers that are
    left out (see `asynclings.sandbox.layers`). A ``script`` is not imported beforehand: it is run when that is asked.
    """

    folder: str
    files: list[str]
    module: str
    script: bool
    driver: str
    scratch: str
    virtual: bool
    processor_seconds: int
    memory: int
    file_size: int
    start_method: str
    rendezvous: str
    policy: list[str]
    without: list[str]


class Reap(Message, frozen=True):
    """Kill whatever the last worker left, and say how it ended.

    A worker that broke off is given ``patience`` real seconds to end by itself: its socket closes a moment before it
    does.
    """

    patience: float


class Forked(Message, frozen=True):
    pid: int


class Reaped(Message, frozen=True):
    """``status`` is the worker's exit code, or minus the signal that ended it; None if it had not ended by itself.

    ``spent`` is its processor time in seconds, if it had.
    """

    status: int | None
    spent: float


# Names of files in a run's rendezvous folder, followed by a pid: a script has started that process; it was seen from
# outside. Whoever has started it waits in between, so that no process is over before it was seen.
BORN, SEEN = "born-", "seen-"

# What a worker's exit code says, where it could not say it over the wire.
FAULT, LEFT, NO_MEMORY = 70, 71, 72

ToZygote = Job | Reap
FromZygote = Forked | Reaped


def _decoder(kind: Any) -> Callable[[bytes], list[Any]]:
    decoder = msgspec.msgpack.Decoder(list[kind])

    def decode(body: bytes) -> list[Any]:
        try:
            return decoder.decode(body)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, MemoryError) as error:
            raise ProtocolViolation(f"a frame could not be read ({type(error).__name__}: {str(error)[:200]})") from None

    return decode


_encode = msgspec.msgpack.Encoder().encode
decode_from_worker = _decoder(FromWorker)
decode_from_world = _decoder(FromWorld)
decode_to_zygote = _decoder(ToZygote)
decode_from_zygote = _decoder(FromZygote)
encode = _encode


class Channel:
    """Frames over a connected socket. With a ``deadline`` (`time.monotonic` seconds), both directions keep to it."""

    def __init__(self, sock: socket.socket, decode: Callable[[bytes], list[Any]]) -> None:
        self._socket = sock
        self._decode = decode
        self._buffer = bytearray()
        self._received = 0
        self._messages = 0
        self.deadline: float | None = None

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send(self, messages: Sequence[Message]) -> None:
        body = _encode(messages)
        if len(body) > FRAME_LIMIT:
            raise ProtocolViolation(f"a frame of {len(body):,} bytes is larger than the {FRAME_LIMIT:,} allowed")
        data = memoryview(_LENGTH.pack(len(body)) + body)
        while data:
            self._limit_wait()
            try:
                data = data[self._socket.send(data) :]
            except TimeoutError:
                raise DeadlinePassed from None
            except (BrokenPipeError, ConnectionResetError):
                raise ConversationOver from None

    def receive(self) -> list[Any]:
        """The messages of the next frame."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        if length > FRAME_LIMIT:
            raise ProtocolViolation(f"a frame of {length:,} bytes was announced; {FRAME_LIMIT:,} are allowed")
        self._received += length
        if self._received > CONVERSATION_LIMIT:
            raise ProtocolViolation(f"the run sent more than {CONVERSATION_LIMIT:,} bytes")
        messages = self._decode(self._exactly(length))
        self._messages += len(messages)
        if self._messages > MESSAGE_LIMIT:
            raise ProtocolViolation(f"the run sent more than {MESSAGE_LIMIT:,} messages")
        return messages

    def ready(self, patience: float) -> bool:
        """Whether more can be read, waiting at most so many real seconds."""
        return bool(self._buffer) or self._read_more(patience)

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            if not self._read_more():
                raise DeadlinePassed
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _read_more(self, patience: float | None = None) -> bool:
        """Read what is there; False if nothing came before ``patience`` (or the deadline) was over."""
        self._limit_wait(patience)
        try:
            data = self._socket.recv(1 << 16)
        except (TimeoutError, BlockingIOError):
            return False
        except ConnectionResetError:
            data = b""
        if not data:
            raise ConversationOver
        self._buffer += data
        return True

    def _limit_wait(self, patience: float | None = None) -> None:
        if self.deadline is not None:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise DeadlinePassed
            patience = left if patience is None else min(left, patience)
        if patience is not None:
            self._socket.settimeout(patience)
