"""The engine: one run of a submission, from the fork to its end."""

import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from asynclings.channel import Channel, ConversationOver, DeadlinePassed
from asynclings.files import contents
from asynclings.grading.conversation import Conversation, Deadlocked
from asynclings.grading.order import FILE_SIZE, MEMORY, Order
from asynclings.grading.program import Program
from asynclings.grading.stacks import ask_for_stacks, read_stacks
from asynclings.grading.transcript import Ending, Transcript
from asynclings.grading.watch import Crowded, Silent, Watch
from asynclings.messages import ProtocolViolation, decode_from_worker
from asynclings.sandbox import seccomp
from asynclings.sandbox.delays import waited
from asynclings.sandbox.folders import scratch
from asynclings.sandbox.keeper import Keeper, ZygoteLost
from asynclings.sandbox.layers import Layers
from asynclings.sandbox.requests import Job, Reaped
from asynclings.world.world import World

OUTPUT_READ = 20_000  # characters
FILES_READ = 20  # of those that a run has written
FILE_READ = 1 << 18  # bytes of one
LONGEST = 10  # times as long as it may take, at most, because others had the processors meanwhile
DYING = 2.0  # real seconds that a process which is about to end may take to do so

STOPPED: dict[type[Exception], Ending] = {
    DeadlinePassed: "deadline",
    Deadlocked: "deadlocked",
    Silent: "silent",
    Crowded: "crowded",
}
"""How a run ended that was stopped from outside."""


class Engine:
    """Runs programs in workers of one zygote; ``at_once`` as many go on on this machine, one of them here."""

    def __init__(self, keeper: Keeper, at_once: int = 1) -> None:
        self._keeper = keeper
        self._at_once = at_once
        self._processors = os.cpu_count() or 1
        self.taken_on: dict[tuple[str, ...], tuple[str, ...]] = {}
        """What the last worker of each policy said it had taken on."""
        self.without: Set[str] = keeper.layers.without
        """Layers that workers leave out, to show what the others are worth; see `asynclings.sandbox.layers`."""

    @property
    def folder(self) -> Path:
        """Where copies of submissions may be kept; removed at the end of the grading."""
        return self._keeper.folder

    @property
    def zygote(self) -> int | None:
        """The pid of the process that starts workers; None while there is none."""
        return self._keeper.zygote

    def run(self, program: Program, order: Order, world: World, watch: Watch | None = None) -> Transcript:
        """Run once; whatever the submission does, this returns."""
        transcript = Transcript()
        begun = time.monotonic()
        with scratch(self._keeper.folder) as folder, _nameless(folder) as output, _nameless(folder) as stacks:
            self._run(program, order, world, watch, transcript, folder, (output.writing, stacks.writing))
            self._read_output(transcript, output.reading)
            transcript.files = contents(folder, FILES_READ, FILE_READ) if "disk" in order.policy else {}
            transcript.halts = read_stacks(stacks.reading, program)
        transcript.spent = time.monotonic() - begun
        if transcript.layers:
            self.taken_on[order.policy] = transcript.layers
        return transcript

    def _run(
        self,
        program: Program,
        order: Order,
        world: World,
        watch: Watch | None,
        transcript: Transcript,
        folder: Path,
        files: tuple[int, int],
    ) -> None:
        if watch is None and ("processes" in order.policy or not seccomp.available()):
            watch = Watch()  # it can multiply
        _furnish(folder, order)
        job = self._job(program, order, world, watch, folder)
        ours, theirs = socket.socketpair()
        channel = Channel(ours, decode_from_worker)
        try:
            with theirs:
                pid = self._keeper.fork(job, (theirs.fileno(), *files))
            channel.deadline = time.monotonic() + order.seconds  # from now on: a zygote's start is not the submission's
            if order.virtual:
                channel.delayed = _delay_of([os.getpid(), pid], order.seconds * LONGEST)
            patience = 0.0
            try:
                patience = _hold(Conversation(channel, order, world, watch, transcript), pid, transcript)
            finally:  # also after a fault of the grader's own, in a story
                if watch is not None:
                    watch.end()
                reaped = self._keeper.reap(patience)
            transcript.status = reaped.status
            if transcript.ending == "died" and _out_of_processor_time(reaped, order):
                transcript.ending = "processor"
        except ZygoteLost as lost:
            transcript.ending, transcript.reason = "lost", str(lost)
        finally:
            channel.close()

    def _job(self, program: Program, order: Order, world: World, watch: Watch | None, folder: Path) -> Job:
        return Job(
            folder=str(program.folder),
            files=list(program.files),
            module=program.module,
            script=order.manner in ("script", "module"),
            driver=program.driver,
            scratch=str(folder),
            virtual=order.virtual,
            processor_seconds=order.processor_seconds,
            memory=MEMORY,
            file_size=FILE_SIZE,
            at_once=self._at_once,
            start_method=order.start_method,
            rendezvous="" if watch is None else watch.rendezvous,
            policy=list(order.policy),
            without=sorted(Layers(frozenset(self.without)).without),
            rehearse=bool(world.sites) and self._processors > self._at_once,  # if one is free for that
        )

    def _read_output(self, transcript: Transcript, output: int) -> None:
        transcript.output_full = os.fstat(output).st_size >= FILE_SIZE
        transcript.output = os.pread(output, OUTPUT_READ * 4, 0).decode("utf-8", "replace")[:OUTPUT_READ]


def _furnish(folder: Path, order: Order) -> None:
    """Make the run's own folder what it has to be: there to be read only, unless it may write to a disk."""
    if "disk" not in order.policy:
        folder.chmod(0o500)  # Landlock denies the same
    for name, content in order.disk.files.items() if order.disk else ():
        (folder / name).write_bytes(content)


def _hold(conversation: Conversation, pid: int, transcript: Transcript) -> float:
    """Let it run to its end, and write down how that came; for how many real seconds its process may go on dying."""
    try:
        conversation.hold(pid)
    except (DeadlinePassed, Deadlocked, Silent, Crowded) as stopped:
        transcript.ending, transcript.reason = STOPPED[type(stopped)], str(stopped)
        ask_for_stacks(pid)
    except ConversationOver:
        transcript.ending = "died"
    except ProtocolViolation as violation:
        transcript.ending, transcript.reason = "violation", str(violation)
        return 0.0
    else:
        return 0.0
    return DYING


@dataclass(frozen=True)
class _Nameless:
    """A file that has no name any more, so that nothing can be put in its place: two descriptors of it.

    They share nothing but the file. Whoever has the one for writing can change how it is open (fcntl(2), F_SETFL), and
    reads through it would fail.
    """

    writing: int
    reading: int


@contextmanager
def _nameless(folder: Path) -> Iterator[_Nameless]:
    with ExitStack() as kept:
        reading, name = tempfile.mkstemp(dir=folder)
        kept.callback(os.close, reading)
        try:
            writing = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        finally:
            os.unlink(name)
        kept.callback(os.close, writing)
        yield _Nameless(writing, reading)


def _delay_of(pids: Sequence[int], most: float) -> Callable[[], float]:
    """What says for how long these processes have had to wait for a processor from now on, up to so many seconds."""
    before = waited(pids)
    return lambda: min(waited(pids) - before, most)


def _out_of_processor_time(reaped: Reaped, order: Order) -> bool:
    """Ended by the limit's own signal, or, a second of processor time later, by the one that cannot be caught."""
    if reaped.status == -9:  # anybody may have sent it
        return reaped.spent >= order.processor_seconds
    return reaped.status == -getattr(signal, "SIGXCPU", 24)
