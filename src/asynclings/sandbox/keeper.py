"""The keeper of the zygote: starts it, has it fork workers, replaces it when it dies."""

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence, Set
from contextlib import suppress
from pathlib import Path

from asynclings.channel import Channel, ConversationOver, DeadlinePassed
from asynclings.messages import Message, ProtocolViolation
from asynclings.sandbox import requests, tree
from asynclings.sandbox.folders import remove
from asynclings.sandbox.layers import Layers
from asynclings.sandbox.requests import Forked, Job, Reap, Reaped, decode_answer
from asynclings.trouble import Trouble

PATIENCE = 30.0  # real seconds in which a zygote must have answered
_LOG_SHOWN = 600  # bytes

# What a worker may know of the environment. RUNNER_TRACKING_ID lets GitHub's runner, too, find what might be left.
KEPT = ("LANG", "LC_ALL", "SYSTEMROOT", "RUNNER_TRACKING_ID")


class ZygoteLost(Exception):
    """The zygote has died, or does not answer. The next job gets a new one."""


class NoZygote(Trouble):
    """No zygote lives long enough to take a job."""


def require_fork() -> None:
    """Raises `NoZygote` where there is none; to be asked before anything is imported that only POSIX has."""
    if not hasattr(os, "fork"):
        raise NoZygote(
            f"Submissions cannot be run on {sys.platform}, which has no fork. "
            "Use Linux or macOS; on Windows, WSL is a Linux."
        )


_prestarted: list["Keeper"] = []


def prestart() -> None:
    """Start the zygote of the next grading now, so that it imports while the caller does.

    If it cannot be started, whoever takes it hears of it.
    """
    if not _prestarted:
        with suppress(OSError):
            _prestarted.append(Keeper())
            atexit.register(_close_prestarted)


def take(without: Set[str] = frozenset()) -> "Keeper":
    """The prestarted keeper, or a new one, ``without`` some layers (see `asynclings.sandbox.layers`)."""
    return _prestarted.pop() if _prestarted and not without else Keeper(without)


def _close_prestarted() -> None:
    while _prestarted:
        _prestarted.pop().close(kill=True)  # it has no worker, and may still be importing


class Keeper:
    """Owns a zygote, started immediately and replaced when it is lost, and the folder in which all runs have theirs."""

    def __init__(self, without: Set[str] = frozenset()) -> None:
        self.layers = Layers(frozenset(without))
        require_fork()
        self._folder = Path(tempfile.mkdtemp(prefix="asynclings-"))
        # Files without a name: what a submission can reach by a name, it can replace by a pipe that blocks its reader.
        self._log = tempfile.TemporaryFile()  # noqa: SIM115
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._start()
        except BaseException:  # also if we are told to end
            self._log.close()
            remove(self._folder)
            raise
        _keepers.append(self)
        _guard()

    @property
    def folder(self) -> Path:
        """Where all runs have their folders. A submission that deletes it takes it from nobody but itself."""
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
        except FileExistsError:  # something else now has its name
            self._folder = Path(tempfile.mkdtemp(prefix="asynclings-"))
        return self._folder

    @property
    def zygote(self) -> int | None:
        """The zygote's pid; None if it was lost and there was no job since."""
        return None if self._process is None else self._process.pid

    def _start(self) -> None:
        self._empty = empty = tempfile.mkdtemp(dir=self.folder, prefix="empty-")
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        if "environment" not in self.layers:
            environment = dict(os.environ)
        environment |= {"PATH": os.defpath, "HOME": empty}
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-m", "asynclings.worker", str(theirs.fileno()), *self.layers.without],
                    pass_fds=[theirs.fileno()],
                    env=environment,
                    cwd=empty,
                    stdin=subprocess.DEVNULL,
                    stdout=self._log,
                    stderr=self._log,
                    start_new_session=True,
                )
        except BaseException:
            ours.close()
            raise
        self._control = ours

    def fork(self, job: Job, descriptors: Sequence[int]) -> int:
        """A worker for this job (see there for the descriptors); its pid. Raises `NoZygote`."""
        try:
            return self._fork(job, descriptors)
        except ZygoteLost:
            pass  # it had died since the last run, which is no fault of this one's
        try:
            return self._fork(job, descriptors)
        except ZygoteLost as lost:
            raise NoZygote(f"Submissions cannot be run: {lost}. {self._last_words()}Try `asynclings doctor`.") from None

    def _fork(self, job: Job, descriptors: Sequence[int]) -> int:
        if self._control is None:
            self._start()
        reply = self._ask(job, descriptors)
        if not isinstance(reply, Forked):
            raise self._lost(f"it answered {type(reply).__name__} to a job")
        return reply.pid

    def _last_words(self) -> str:
        size = os.fstat(self._log.fileno()).st_size
        said = (
            os.pread(self._log.fileno(), _LOG_SHOWN, max(0, size - _LOG_SHOWN)).decode("utf-8", "replace").split("\n")
        )
        last = next((words for words in reversed(said) if words.strip()), "")  # of a traceback, the error
        return f'Its last words were "{last.strip()}". ' if last else ""

    def reap(self, patience: float = 0.0) -> Reaped:
        """Kill what the last worker left (see `requests.Reap`). Raises `ZygoteLost`."""
        reply = self._ask(Reap(patience), ())
        if not isinstance(reply, Reaped):
            raise self._lost(f"it answered {type(reply).__name__} to Reap")
        return reply

    def close(self, kill: bool = False) -> None:
        """End the zygote, by itself or by a signal, and remove all folders."""
        self._end(kill)
        self._log.close()
        _keepers.remove(self)
        _guard()
        remove(self._folder)

    def _ask(self, message: Message, descriptors: Sequence[int]) -> Message:
        """Each answer is a frame."""
        control = self._control
        if control is None:
            raise ZygoteLost("there is no zygote")
        channel = Channel(control, decode_answer)
        channel.deadline = time.monotonic() + PATIENCE
        try:
            control.settimeout(PATIENCE)
            requests.send(control, channel, message, descriptors)
            (reply,) = channel.receive()
        except (OSError, ConversationOver):
            raise self._lost("it has ended") from None
        except DeadlinePassed:
            raise self._lost(f"it has not answered for {PATIENCE:g} s") from None
        except (ProtocolViolation, ValueError) as error:
            raise self._lost(str(error)) from None
        return reply  # type: ignore[no-any-return]

    def _lost(self, why: str) -> ZygoteLost:
        self._end(kill=True)
        return ZygoteLost(f"the process that starts them was lost: {why}")

    def _end(self, kill: bool = False) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            zygote = self._process.pid
            if kill:
                self._process.kill()
            try:
                self._process.wait(timeout=tree.PATIENCE + 1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            remove(Path(self._empty))
            from asynclings.sandbox import limits  # see `_guard`

            tree.kill_orphans(lambda pid: limits.limited(pid) or tree.in_session(pid, zygote))


_keepers: list[Keeper] = []


def _guard() -> None:
    """As long as there is a keeper, what a killed zygote leaves becomes our own child, and nobody reads our memory."""
    from asynclings.sandbox import limits  # imports ctypes: not before the zygote has been started

    limits.adopt_orphans(bool(_keepers))
    limits.hide(any("undumpable" in keeper.layers for keeper in _keepers))
