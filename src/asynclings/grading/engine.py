"""The engine: one run of a submission, from the fork to its end."""

import os
import re
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from asynclings.messages import (
    Beat,
    Blocked,
    Channel,
    ConversationOver,
    DeadlinePassed,
    Job,
    MethodCall,
    Observed,
    ProtocolViolation,
    Raised,
    Ready,
    Returned,
    Run,
    Started,
    Stuck,
    Waits,
    decode_from_worker,
)
from asynclings.sandbox.keeper import Keeper, ZygoteLost
from asynclings.values import Failure, Frame, Unreadable, Writer, read
from asynclings.world.world import World

PROCESSOR_SECONDS = 3  # of one run on the virtual clock, where nothing but overhead costs any
MEMORY = 768 << 20  # bytes of data: 512 MiB run 400 threads
FILE_SIZE = 8 << 20  # bytes of any one file, the captured output among them
OUTPUT_SHOWN = 2_000  # characters

Ending = Literal[
    "returned",  # with a value
    "raised",  # with an error
    "stuck",  # nothing could wake it, it would go on for ever, or it polls without waiting
    "processor",  # it used up its processor time
    "deadline",  # it used up its real time
    "died",  # its process ended, by itself or by a signal
    "violation",  # it did not keep to the protocol
    "lost",  # it took the zygote with it
]


@dataclass(frozen=True)
class Program:
    """A submission as a worker finds it: a folder with copies of the learner's files, and the module to import."""

    folder: Path
    files: tuple[str, ...]
    module: str

    def source(self, file: str) -> list[str]:
        """The lines of one of the files; none if it is not there."""
        if file not in self.files:
            return []
        return (self.folder / file).read_text(encoding="utf-8", errors="replace").splitlines()


@dataclass(frozen=True)
class Order:
    """What is to be run. ``keywords``, ``manner``, ``calls``: see `messages.Run`. ``seconds`` of real time end the run."""

    target: str
    arguments: tuple[Any, ...]
    manner: str = "async"
    calls: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    virtual: bool = True
    heartbeat: float | None = None
    shuffle: int | None = None
    seconds: float = 20.0
    processor_seconds: int = PROCESSOR_SECONDS
    keywords: Mapping[str, Any] = field(default_factory=dict)
    start_method: str = ""
    """How multiprocessing starts processes (``fork``, ``spawn``); empty for the platform's own way."""


@dataclass
class Record:
    """What came of a run. ``ending`` says how it ended, the rest what is known of it."""

    ending: Ending = "died"
    importing: bool = True
    value: Any = None
    failure: Failure | None = None
    reason: str = ""
    waits: tuple[Waits, ...] = ()
    status: int | None = None
    observations: list[Observed] = field(default_factory=list)
    layers: tuple[str, ...] = ()
    beats: int = 0
    stacks: tuple[Frame, ...] = ()
    output: str = ""
    output_full: bool = False
    killed: int = 0
    spent: float = 0.0
    """Real seconds."""


class Watch:
    """Looks at a run in real time from outside; see `asynclings.grading.processes`."""

    interval: float = 0.005
    folder: Path
    """Where it meets processes of the run."""

    def begin(self, pid: int) -> None: ...
    def ready(self) -> None: ...
    def look(self, beats: int) -> None: ...
    def end(self) -> None: ...


class Engine:
    """Runs programs in workers of one zygote."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self.layers: tuple[str, ...] = ()
        """What the last worker said it had taken on."""

    @property
    def folder(self) -> Path:
        """Where copies of submissions may be kept; removed at the end of the grading."""
        return self._keeper.folder

    def run(self, program: Program, order: Order, world: World, watch: Watch | None = None) -> Record:
        """Run once; whatever the submission does, this returns."""
        record = Record()
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(dir=self._keeper.folder, ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch)
            output = os.open(folder / "output", os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                self._run(program, order, world, watch, record, folder, output)
                self._read_output(record, output)
                record.stacks = _stacks(folder / "work" / "stacks", program)
            finally:
                os.close(output)
        record.spent = time.monotonic() - begun
        self.layers = record.layers or self.layers
        return record

    def _run(
        self, program: Program, order: Order, world: World, watch: Watch | None, record: Record, folder: Path, output: int
    ) -> None:
        ours, theirs = socket.socketpair()
        channel = Channel(ours, decode_from_worker)
        channel.deadline = time.monotonic() + order.seconds
        (folder / "work").mkdir()
        job = Job(
            folder=str(program.folder),
            files=list(program.files),
            module=program.module,
            scratch=str(folder / "work"),
            virtual=order.virtual,
            processor_seconds=order.processor_seconds,
            memory=MEMORY,
            file_size=FILE_SIZE,
            start_method=order.start_method,
            meeting="" if watch is None else str(watch.folder),
        )
        try:
            with theirs:
                pid = self._keeper.fork(job, theirs, output)
            conversation = _Conversation(channel, order, world, watch, record)
            try:
                conversation.hold(pid)
            except DeadlinePassed:
                record.ending = "deadline"
                _ask_for_stacks(pid, folder / "work" / "stacks")
            except ConversationOver:
                record.ending = "died"
            except ProtocolViolation as violation:
                record.ending, record.reason = "violation", str(violation)
            finally:
                if watch is not None:
                    watch.end()
            reaped = self._keeper.reap()
            record.status, record.killed = reaped.status, reaped.killed
            if record.ending == "died" and record.status in _PROCESSOR_ENDINGS:
                record.ending = "processor"
        except ZygoteLost as lost:
            record.ending, record.reason = "lost", str(lost)
        finally:
            channel.close()

    def _read_output(self, record: Record, output: int) -> None:
        record.output_full = os.fstat(output).st_size >= FILE_SIZE
        record.output = os.pread(output, OUTPUT_SHOWN * 4, 0).decode("utf-8", "replace")[:OUTPUT_SHOWN]


# The limit's own signal, or, a second of processor time later, the one that cannot be caught.
_PROCESSOR_ENDINGS = (-getattr(signal, "SIGXCPU", 24), -9)


class _Conversation:
    """The state machine of a run: start, import, run, over. Whatever is said out of turn is a violation."""

    def __init__(self, channel: Channel, order: Order, world: World, watch: Watch | None, record: Record) -> None:
        self._channel = channel
        self._order = order
        self._world = world
        self._watch = watch
        self._record = record
        self._state: Literal["start", "import", "run", "over"] = "start"

    def hold(self, pid: int) -> None:
        """Talk until the run is over."""
        if self._watch is not None:
            self._watch.begin(pid)
        while self._state != "over":
            if self._watch is not None:
                self._await_frame(self._watch)
            messages = self._channel.receive()
            for message in messages[:-1]:
                if isinstance(message, Blocked | Returned | Raised | Stuck | Ready):
                    raise ProtocolViolation(f"{type(message).__name__} was not the last message of its frame")
                self._hear(message)
            if messages:
                self._hear(messages[-1])

    def _await_frame(self, watch: Watch) -> None:
        while not self._channel.ready(watch.interval):
            watch.look(self._record.beats)

    def _hear(self, message: Any) -> None:
        match self._state, message:
            case "start", Started():
                self._record.layers = tuple(message.layers)
                self._state = "import"
            case "import", Ready():
                self._record.importing = False
                self._state = "run"
                self._world.start()
                if self._watch is not None:
                    self._watch.ready()
                self._channel.send([self._run_message()])
            case ("import" | "run"), Blocked() if self._order.virtual:
                self._channel.send([self._world.advance(message)])
            case ("import" | "run"), Observed():
                self._record.observations.append(message)
            case "run", Beat() if not self._order.virtual:
                self._record.beats += 1
            case "run", Returned():
                self._record.value = self._read(message.value)
                self._over("returned")
            case ("import" | "run"), Raised() if message.importing == (self._state == "import"):
                failure = self._read(message.error)
                if not isinstance(failure, Failure):
                    raise ProtocolViolation("something was raised that is no error")
                self._record.failure = failure
                self._over("raised")
            case ("import" | "run"), Stuck():
                self._record.reason, self._record.waits = message.reason, tuple(message.waits)
                self._over("stuck")
            case "run", _ if self._order.virtual:
                self._world.hear(message)
            case _:
                raise ProtocolViolation(f"{type(message).__name__} was said in state {self._state!r}")

    def _over(self, ending: Ending) -> None:
        self._record.ending = ending
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
            arguments=written(order.arguments),
            keywords={name: Writer().write(value) for name, value in order.keywords.items()},
            manner=order.manner,
            calls=[MethodCall(method, written(arguments)) for method, arguments in order.calls],
            services=self._world.shapes,
            shuffle=order.shuffle,
            heartbeat=order.heartbeat,
        )


def _ask_for_stacks(pid: int, file: Path) -> None:
    """Have the worker write down where it is: its processor limit's signal does that, and then ends it."""
    try:
        os.kill(pid, signal.SIGXCPU)
    except (ProcessLookupError, AttributeError):
        return
    patience = time.monotonic() + 1.0
    while time.monotonic() < patience and not (file.exists() and file.stat().st_size):
        time.sleep(0.01)


_STACK_LINE = re.compile(r'^  File "([^"]*)", line (\d{1,7}) in (.{1,100})$')


def _stacks(file: Path, program: Program) -> tuple[Frame, ...]:
    """The learner's frames in what faulthandler wrote, innermost first."""
    try:
        text = file.read_bytes()[:100_000].decode("utf-8", "replace")
    except OSError:
        return ()
    frames = []
    for line in text.splitlines():
        found = _STACK_LINE.match(line)
        if found is not None and Path(found[1]).parent == program.folder and Path(found[1]).name in program.files:
            frames.append(Frame(Path(found[1]).name, int(found[2]), found[3]))
    return tuple(frames[:10])


