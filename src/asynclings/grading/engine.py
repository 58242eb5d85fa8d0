"""The engine: one run of a submission, from the fork to its end."""

import codecs
import os
import re
import signal
import socket
import time
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import psutil

from asynclings.grading.files import Unfit, read_regular
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
    Reaped,
    Returned,
    Run,
    Started,
    Stuck,
    Waits,
    decode_from_worker,
)
from asynclings.sandbox.folders import scratch
from asynclings.sandbox.keeper import Keeper, ZygoteLost
from asynclings.sandbox.layers import Layers
from asynclings.sandbox.quiescence import Look, deadlocked
from asynclings.sandbox.tree import children_of
from asynclings.values import Failure, Frame, Unreadable, Writer, read
from asynclings.world.world import World

PROCESSOR_SECONDS = 3  # of one run on the virtual clock, where nothing but overhead costs any
MEMORY = 768 << 20  # bytes of data: 512 MiB run 400 threads
FILE_SIZE = 8 << 20  # bytes of any one file, the captured output among them
NOTICE_LENGTH = 1_000  # characters of what a worker notices; its own are shorter
OUTPUT_READ = 20_000  # characters
SILENCE = 0.5  # real seconds without a word, after which we look whether anybody is there who could say one
DYING = 2.0  # real seconds that a process which is about to end may take to do so
SOURCE_SHOWN = 1 << 20  # bytes of a file

Ending = Literal[
    "returned",  # with a value
    "raised",  # with an error
    "stuck",  # nothing could wake it, it would go on for ever, or it polls without waiting
    "processor",  # it used up its processor time
    "deadlocked",  # all its threads wait for each other, in the operating system
    "silent",  # in none of its processes anything ran any more
    "deadline",  # it used up its real time
    "died",  # its process ended, by itself or by a signal
    "violation",  # it did not keep to the protocol
    "lost",  # it took the zygote with it
]


@dataclass(frozen=True)
class Program:
    """A submission as a worker finds it: a folder with copies of the learner's files, and the module to import.

    ``driver`` is the copy of the exercise's driver in that folder; empty if it has none.
    """

    folder: Path
    files: tuple[str, ...]
    module: str
    driver: str = ""

    def source(self, file: str) -> list[str]:
        """The lines of one of the files, as Python counts them; none if it is not there (any more)."""
        if file not in self.files:
            return []
        try:
            data = read_regular(self.folder / file, SOURCE_SHOWN)
        except (OSError, Unfit):
            return []
        # Not str.splitlines, which also splits at form feeds and other characters that end no line of Python.
        return [line.decode("utf-8", "replace") for line in data.removeprefix(codecs.BOM_UTF8).splitlines()]


@dataclass(frozen=True)
class Order:
    """What is to be run. ``scenario``, ``keywords``, ``manner``, ``calls``: see `messages.Run`.

    ``seconds`` of real time end the run.
    """

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
    policy: tuple[str, ...] = ()
    """What it may do beyond computing; see `asynclings.track.Exercise`."""
    scenario: str = ""


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


class Deadlocked(Exception):
    """All threads of a run wait for each other, in the operating system."""


class Silent(Exception):
    """Neither a run nor any of its processes has done anything for long (see `Watch`)."""


class Watch:
    """Looks at a run in real time from outside; see `asynclings.grading.processes`."""

    interval: float = 0.005
    meeting: str = ""
    """The folder where it meets processes of the run; empty if it does not."""

    def begin(self, pid: int) -> None: ...
    def ready(self) -> None: ...
    def look(self, beats: int) -> None: ...
    def end(self) -> None: ...


class Engine:
    """Runs programs in workers of one zygote."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self.taken_on: dict[tuple[str, ...], tuple[str, ...]] = {}
        """What the last worker of each policy said it had taken on."""
        self.without: Set[str] = keeper.layers.without
        """Layers that workers leave out, to show what the others are worth; see `asynclings.sandbox.layers`."""

    @property
    def folder(self) -> Path:
        """Where copies of submissions may be kept; removed at the end of the grading."""
        return self._keeper.folder

    def run(self, program: Program, order: Order, world: World, watch: Watch | None = None) -> Record:
        """Run once; whatever the submission does, this returns."""
        record = Record()
        begun = time.monotonic()
        with scratch(self._keeper.folder) as folder:
            # Read through these descriptors only: what has a name, a submission can replace.
            output, stacks = _create(folder / "output"), _create(folder / "stacks")
            try:
                self._run(program, order, world, watch, record, folder, (output, stacks))
                self._read_output(record, output)
                record.stacks = _stacks(stacks, program)
            finally:
                os.close(output)
                os.close(stacks)
        record.spent = time.monotonic() - begun
        if record.layers:
            self.taken_on[order.policy] = record.layers
        return record

    def _run(
        self,
        program: Program,
        order: Order,
        world: World,
        watch: Watch | None,
        record: Record,
        folder: Path,
        files: tuple[int, int],
    ) -> None:
        ours, theirs = socket.socketpair()
        channel = Channel(ours, decode_from_worker)
        # Without the policy `disk` its own folder, too, is there to be read only; Landlock denies the same.
        (folder / "work").mkdir(0o700 if "disk" in order.policy else 0o500)
        job = Job(
            folder=str(program.folder),
            files=list(program.files),
            module=program.module,
            script=order.manner in ("script", "module"),
            driver=program.driver,
            scratch=str(folder / "work"),
            virtual=order.virtual,
            processor_seconds=order.processor_seconds,
            memory=MEMORY,
            file_size=FILE_SIZE,
            start_method=order.start_method,
            meeting="" if watch is None else watch.meeting,
            policy=list(order.policy),
            without=sorted(Layers(frozenset(self.without)).without),
        )
        try:
            with theirs:
                pid = self._keeper.fork(job, (theirs.fileno(), *files))
            channel.deadline = time.monotonic() + order.seconds  # from now on: a zygote's start is not the submission's
            conversation = _Conversation(channel, order, world, watch, record)
            patience = 0.0
            try:
                conversation.hold(pid)
            except DeadlinePassed:
                record.ending, patience = "deadline", DYING
                _ask_for_stacks(pid)
            except Deadlocked:
                record.ending, patience = "deadlocked", DYING
                _ask_for_stacks(pid)
            except Silent:
                record.ending, patience = "silent", DYING
                _ask_for_stacks(pid)
            except ConversationOver:
                record.ending, patience = "died", DYING
            except ProtocolViolation as violation:
                record.ending, record.reason = "violation", str(violation)
            finally:  # also after a fault of the grader's own, in a story
                if watch is not None:
                    watch.end()
                reaped = self._keeper.reap(patience)
            record.status, record.killed = reaped.status, reaped.killed
            if record.ending == "died" and _out_of_processor_time(reaped, order):
                record.ending = "processor"
        except ZygoteLost as lost:
            record.ending, record.reason = "lost", str(lost)
        finally:
            channel.close()

    def _read_output(self, record: Record, output: int) -> None:
        record.output_full = os.fstat(output).st_size >= FILE_SIZE
        record.output = os.pread(output, OUTPUT_READ * 4, 0).decode("utf-8", "replace")[:OUTPUT_READ]


def _create(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o600)


def _out_of_processor_time(reaped: Reaped, order: Order) -> bool:
    """Ended by the limit's own signal, or, a second of processor time later, by the one that cannot be caught."""
    if reaped.status == -9:  # anybody may have sent it
        return reaped.spent >= order.processor_seconds
    return reaped.status == -getattr(signal, "SIGXCPU", 24)


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
            self._await_frame(pid)
            messages = self._channel.receive()
            for message in messages[:-1]:
                if isinstance(message, Blocked | Returned | Raised | Stuck | Ready):
                    raise ProtocolViolation(f"{type(message).__name__} was not the last message of its frame")
                self._hear(message)
            if messages:
                self._hear(messages[-1])

    def _await_frame(self, pid: int) -> None:
        """Wait until something is said.

        A dead worker says nothing, though a child of its may keep the wire open; nor does one of whose threads none can
        go on.
        """
        look: Look | None = None
        looked = time.monotonic()
        while not self._channel.ready(SILENCE if self._watch is None else self._watch.interval):
            if self._watch is not None:
                self._watch.look(self._record.beats)
            if not _alive(pid) and not self._channel.ready(0):
                raise ConversationOver
            if time.monotonic() - looked >= SILENCE:
                before, look, looked = look, deadlocked([pid, *children_of(pid)]), time.monotonic()
                if look is not None and look == before:
                    raise Deadlocked

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
            case (("import" | "run"), Blocked()) if self._order.virtual:
                self._channel.send([self._world.advance(message)])
            case (("import" | "run"), Observed()):
                where = message.where
                if max(map(len, (message.kind, message.detail, where.file, where.function))) > NOTICE_LENGTH:
                    raise ProtocolViolation(f"a notice was longer than {NOTICE_LENGTH:,} characters")
                self._record.observations.append(message)
            case "run", Beat() if not self._order.virtual:
                self._record.beats += 1
            case "run", Returned():
                value, calls = self._read(message.value), self._order.calls
                if calls and (type(value) is not list or len(value) != len(calls)):
                    raise ProtocolViolation(f"{len(calls)} calls were made, and their results are not as many")
                self._record.value = value
                self._over("returned")
            case (("import" | "run"), Raised()) if message.importing == (self._state == "import"):
                failure = self._read(message.error)
                if not isinstance(failure, Failure):
                    raise ProtocolViolation("something was raised that is no error")
                self._record.failure = failure
                self._over("raised")
            case (("import" | "run"), Stuck()):
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
            scenario=order.scenario,
            arguments=written(order.arguments),
            keywords={name: Writer().write(value) for name, value in order.keywords.items()},
            manner=order.manner,
            calls=[MethodCall(method, written(arguments)) for method, arguments in order.calls],
            services=self._world.shapes,
            shuffle=order.shuffle,
            heartbeat=order.heartbeat,
        )


def _alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _ask_for_stacks(pid: int) -> None:
    """Have the worker write down where it is: its processor limit's signal does that, and then ends it."""
    with suppress(ProcessLookupError, AttributeError):
        os.kill(pid, signal.SIGXCPU)


_STACK_LINE = re.compile(r'^  File "([^"]*)", line (\d{1,7}) in (.{1,100})$')
_WAITING_IN = f"worker{os.sep}bubble.py"  # where the threads are that wait for their turn


def _stacks(file: int, program: Program) -> tuple[Frame, ...]:
    """The learner's frames in what faulthandler wrote, innermost first; those of waiting threads come last."""
    text = os.pread(file, 100_000, 0).decode("utf-8", "replace")
    running: list[Frame] = []
    waiting: list[Frame] = []
    for thread in text.split("\n\n"):
        lines = [found for line in thread.splitlines() if (found := _STACK_LINE.match(line)) is not None]
        asleep = bool(lines) and lines[0][1].endswith(_WAITING_IN)
        (waiting if asleep else running).extend(
            Frame(Path(found[1]).name, int(found[2]), found[3])
            for found in lines
            if Path(found[1]).parent == program.folder and Path(found[1]).name in program.files
        )
    return tuple([*running, *waiting][:10])
