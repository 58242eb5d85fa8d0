"""The conversation with a worker, from its first word to its last."""

import time
from typing import Any, Literal

import psutil

from asynclings.channel import Channel, ConversationOver
from asynclings.grading.order import Order
from asynclings.grading.transcript import Ending, Transcript
from asynclings.grading.watch import Watch, refuse_crowds
from asynclings.messages import (
    Beat,
    Blocked,
    MethodCall,
    Observed,
    ProtocolViolation,
    Raised,
    Ready,
    Returned,
    Run,
    Started,
    Stuck,
)
from asynclings.sandbox.quiescence import Look, deadlocked
from asynclings.sandbox.tree import children_of
from asynclings.values import Failure
from asynclings.values.reading import Unreadable, read
from asynclings.values.writing import Writer
from asynclings.world.world import World

NOTICE_LENGTH = 1_000  # characters of what a worker notices; its own are shorter
SILENCE = 0.5  # real seconds without a word, after which we look whether anybody is there who could say one


class Deadlocked(Exception):
    """All threads of a run wait for each other, in the operating system."""


class Conversation:
    """The state machine of a run: start, import, run, over. Whatever is said out of turn is a violation."""

    def __init__(
        self, channel: Channel, order: Order, world: World, watch: Watch | None, transcript: Transcript
    ) -> None:
        self._channel = channel
        self._order = order
        self._world = world
        self._watch = watch
        self._transcript = transcript
        self._next_look = time.monotonic() + (SILENCE if watch is None else 0.0)
        self._state: Literal["start", "import", "run", "over"] = "start"

    def hold(self, pid: int) -> None:
        """Talk until the run is over."""
        if self._watch is not None:
            self._watch.begin(pid)
        while self._state != "over":
            self._await_frame(pid)
            messages = self._channel.receive()
            for message in messages[:-1]:
                if isinstance(message, Blocked | Returned | Raised | Stuck | Ready):
                    raise ProtocolViolation(f"{type(message).__name__} was not the last message of its frame")
                self._hear(message)
            if messages:
                self._hear(messages[-1])

    def _await_frame(self, pid: int) -> None:
        """Wait until something is said, to its end.

        A dead worker says nothing, though a child of its may keep the wire open; nor does one of whose threads none can
        go on.
        """
        look: Look | None = None
        looked = time.monotonic()
        self._look_if_due(pid)
        while not self._channel.ready(SILENCE if self._watch is None else self._watch.interval):
            self._look_if_due(pid)
            if not _alive(pid) and not self._channel.ready(0):
                raise ConversationOver
            if time.monotonic() - looked >= SILENCE:
                before, look, looked = look, deadlocked([pid, *children_of(pid)]), time.monotonic()
                if look is not None and look == before:
                    raise Deadlocked

    def _look_if_due(self, pid: int) -> None:
        """Also between two frames: who speaks without a pause must not go unwatched."""
        if time.monotonic() < self._next_look:
            return
        if self._watch is not None:
            self._watch.look(self._transcript.beats)
            self._next_look = time.monotonic() + self._watch.interval
        else:  # it has this one process, whose threads the kernel counts together with those of all its user's others
            refuse_crowds([pid])
            self._next_look = time.monotonic() + SILENCE

    def _hear(self, message: Any) -> None:
        match self._state, message:
            case "start", Started():
                self._transcript.layers = tuple(message.layers)
                self._state = "import"
            case "import", Ready():
                self._transcript.importing = False
                self._state = "run"
                self._world.start()
                if self._watch is not None:
                    self._watch.ready()
                self._channel.send([self._run_message()])
            case (("import" | "run"), Blocked()) if self._order.virtual:
                self._channel.send([self._world.advance(message)])
            case (("import" | "run"), Observed()):
                where = message.where
                if max(map(len, (message.kind, message.detail, where.file, where.function))) > NOTICE_LENGTH:
                    raise ProtocolViolation(f"a notice was longer than {NOTICE_LENGTH:,} characters")
                self._transcript.observations.append(message)
            case "run", Beat() if not self._order.virtual:
                self._transcript.beats += 1
            case "run", Returned():
                value, calls = self._read(message.value), self._order.calls
                if calls and (type(value) is not list or len(value) != len(calls)):
                    raise ProtocolViolation(f"{len(calls)} calls were made, and their results are not as many")
                self._transcript.value = value
                self._over("returned")
            case (("import" | "run"), Raised()) if message.importing == (self._state == "import"):
                failure = self._read(message.error)
                if not isinstance(failure, Failure):
                    raise ProtocolViolation("something was raised that is no error")
                self._transcript.failure = failure
                self._over("raised")
            case (("import" | "run"), Stuck()):
                self._transcript.reason, self._transcript.waits = message.reason, tuple(message.waits)
                self._over("stuck")
            case "run", _ if self._order.virtual:
                self._world.hear(message)
            case _:
                raise ProtocolViolation(f"{type(message).__name__} was said in state {self._state!r}")

    def _over(self, ending: Ending) -> None:
        self._transcript.ending = ending
        self._state = "over"

    def _read(self, wire: Any) -> Any:
        try:
            return read(wire)
        except Unreadable as error:
            raise ProtocolViolation(f"a value cannot be read: {error}") from None

    def _run_message(self) -> Run:
        order = self._order

        def written(values: tuple[Any, ...]) -> list[Any]:
            return [Writer().write(value) for value in values]

        return Run(
            target=order.target,
            driven_by=order.driven_by,
            arguments=written(order.arguments),
            keywords={name: Writer().write(value) for name, value in order.keywords.items()},
            manner=order.manner,
            calls=[MethodCall(method, written(arguments)) for method, arguments in order.calls],
            services=self._world.shapes,
            shuffle=order.shuffle,
            heartbeat=order.heartbeat,
            disk=order.disk.name if order.disk else "",
        )


def _alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
