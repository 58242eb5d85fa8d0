"""The keeper of the zygote: starts it, has it fork workers, replaces it when it dies."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from asynclings.messages import Forked, Job, Message, ProtocolViolation, Reap, Reaped, decode_from_zygote, encode

PATIENCE = 30.0  # real seconds in which a zygote must have answered
_REPLY_SIZE = 1 << 12

# What a worker may know of the environment. RUNNER_TRACKING_ID lets GitHub's runner, too, find what might be left.
_KEPT = ("LANG", "LC_ALL", "SYSTEMROOT", "RUNNER_TRACKING_ID")


class ZygoteLost(Exception):
    """The zygote has died, or does not answer. The next job gets a new one."""


_prestarted: list["Keeper"] = []


def prestart() -> None:
    """Start the zygote of the next grading now, so that it imports while the caller does.

    If it cannot be started, whoever takes it hears of it.
    """
    if not _prestarted:
        with suppress(OSError):
            _prestarted.append(Keeper())
            atexit.register(_close_prestarted)


def take() -> "Keeper":
    """The prestarted keeper, or a new one."""
    return _prestarted.pop() if _prestarted else Keeper()


def _close_prestarted() -> None:
    while _prestarted:
        _prestarted.pop().close()


class Keeper:
    """Owns a zygote, started at once and replaced when it is lost, and the folder in which all runs have theirs."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="asynclings-"))
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._start()

    def _start(self) -> None:
        kind = getattr(socket, "SOCK_SEQPACKET", socket.SOCK_STREAM) if sys.platform == "linux" else socket.SOCK_STREAM
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        empty = self.folder / "empty"
        empty.mkdir(exist_ok=True)
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"PATH": os.defpath, "HOME": str(empty), "PYTHONHASHSEED": "random"}
        with theirs, open(self.folder / "zygote.log", "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "asynclings.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment,
                cwd=empty,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        ours.settimeout(PATIENCE)
        self._control = ours

    def fork(self, job: Job, wire: socket.socket, output: int) -> int:
        """A worker for this job; its pid. Raises `ZygoteLost`."""
        if self._control is None:
            self._start()
        reply = self._ask(job, [wire.fileno(), output])
        if not isinstance(reply, Forked):
            raise self._lost(f"it answered {type(reply).__name__} to a job")
        return reply.pid

    def reap(self) -> Reaped:
        """Kill what the last worker left. Raises `ZygoteLost`."""
        reply = self._ask(Reap(), [])
        if not isinstance(reply, Reaped):
            raise self._lost(f"it answered {type(reply).__name__} to Reap")
        return reply

    def close(self) -> None:
        """End the zygote and remove all folders."""
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ask(self, message: Message, descriptors: list[int]) -> Message:
        if self._control is None:
            raise ZygoteLost("there is no zygote")
        try:
            socket.send_fds(self._control, [encode([message])], descriptors)
            data = self._control.recv(_REPLY_SIZE)
            if not data:
                raise self._lost("it has ended")
            (reply,) = decode_from_zygote(data)
        except (OSError, ProtocolViolation) as error:
            raise self._lost(str(error)) from None
        return reply  # type: ignore[no-any-return]

    def _lost(self, why: str) -> ZygoteLost:
        self._end()
        return ZygoteLost(f"the process that starts the submissions was lost: {why}")

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
