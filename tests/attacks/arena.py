"""Where attacks are let loose: prey that belongs to the test, a session that grades, and a look at what has changed."""

import ctypes
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from asynclings.grading import lab
from asynclings.grading.order import Order
from asynclings.grading.exercise import lost
from asynclings.grading.failures import GraderFault
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.kit import kit_root
from asynclings.report.model import ExerciseResult
from asynclings.sandbox import folders, keeper, limits, tree
from asynclings.track import Exercise, load

from .corpus import FOLDER, Attack
from .defences import DEFENCES, OF_THE_ZYGOTE, TOKEN

LETTERS = {"passed": "P", "failed": "F", "error": "E", "skipped": "S"}
LONG = 30.0  # real seconds: the deadline of a run that is to have none
LONGEST_MESSAGE = 4_000  # characters

# Lets anybody of the same user trace it, keeps a secret in its memory, and waits to be killed.
VICTIM = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)
secret = ctypes.create_string_buffer(os.environ["ATTACKS_SECRET"].encode())
print(ctypes.addressof(secret), flush=True)
while True:
    signal.pause()
"""


MAIN = """
import sys
from asynclings.sandbox.layers import Layers
from asynclings.worker.zygote import main
main(int(sys.argv[1]), Layers(frozenset(sys.argv[2:])))
"""


class Prey:
    """Files, a process and services of the test, and nobody else's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secret = secrets.token_hex(16)
        self.target = folder / "target"
        self._remembered = ctypes.create_string_buffer(self.secret.encode())  # in the grader's memory
        self._victim: subprocess.Popen[str] | None = None
        self.target.mkdir(parents=True)
        self._write()
        self._sockets = {
            "tcp": socket.create_server(("127.0.0.1", 0)),
            "udp": socket.socket(type=socket.SOCK_DGRAM),
            "unix": socket.socket(socket.AF_UNIX),
            "post": socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
            "abstract": socket.socket(socket.AF_UNIX),
        }
        self._sockets["udp"].bind(("127.0.0.1", 0))
        self._names = {name: str(folder / f"{name}.socket") for name in ("unix", "post")}
        self._names["abstract"] = f"attacks-{secrets.token_hex(8)}"
        for name, address in self._names.items():
            self._sockets[name].bind(f"\0{address}" if name == "abstract" else address)
        for name in ("unix", "abstract"):
            self._sockets[name].listen()

    def _write(self) -> None:
        (self.folder / "secret").write_text(self.secret)
        (self.folder / "secret").chmod(0o600)
        (self.target / "diary").write_text("Dear diary,\n")
        (self.target / "diary").chmod(0o600)
        os.utime(self.target / "diary", (10**9, 10**9))

    @property
    def victim(self) -> psutil.Process:
        if self._victim is None or self._victim.poll() is not None:
            environment = {"ATTACKS_SECRET": self.secret}
            command = [sys.executable, "-I", "-c", VICTIM]
            self._victim = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
            assert self._victim.stdout is not None
            with self._victim.stdout as said:
                self.address = int(said.readline())
        return psutil.Process(self._victim.pid)

    def module(self, exercise: Exercise) -> str:
        """What attacks import to know where everything is. (The secret is not in it.)"""
        solution = load().exercises[0].solution
        assert solution.is_file() and kit_root() in solution.parents
        known = {
            "secret": str(self.folder / "secret"),
            "target": str(self.target),
            "diary": str(self.target / "diary"),
            "victim": self.victim.pid,
            "address": self.address,
            "tcp": self._sockets["tcp"].getsockname()[1],
            "udp": self._sockets["udp"].getsockname()[1],
            **self._names,
            "solution": str(solution),
            "grader": str(exercise.grader),
            "grader_pid": os.getpid(),
            "grader_address": ctypes.addressof(self._remembered),
            "calls": {"tgkill": 234 if os.uname().machine == "x86_64" else 131},
        }
        return "".join(f"{name} = {value!r}\n" for name, value in known.items())

    def look(self) -> dict[str, Any]:
        """Everything that an attack could change here, or whom it could speak to."""
        found: dict[str, Any] = {}
        for file in sorted(self.folder.rglob("*")):
            status = file.lstat()
            content = file.read_bytes() if file.is_file() and not file.is_symlink() else b""
            if "kit" not in file.parts:
                found[str(file)] = (oct(status.st_mode), int(status.st_mtime) if file.is_file() else 0, content)
        with suppress(psutil.NoSuchProcess):
            victim = psutil.Process(self._victim.pid) if self._victim else None
            if victim is not None and victim.status() != psutil.STATUS_ZOMBIE:
                found["victim"] = (victim.nice(), victim.cpu_affinity(), victim.rlimit(psutil.RLIMIT_NOFILE))
        spoken_to = [name for name, sock in self._sockets.items() if select.select([sock], [], [], 0)[0]]
        return found | {"spoken to": spoken_to}

    def restore(self) -> None:
        """As it was in the beginning."""
        for file in self.target.iterdir():
            file.rmdir() if file.is_dir() and not file.is_symlink() else file.unlink()
        self._write()
        for name, sock in self._sockets.items():
            while select.select([sock], [], [], 0)[0]:
                sock.recv(100) if name in ("udp", "post") else sock.accept()[0].close()

    def end_victim(self) -> None:
        if self._victim is not None:
            self._victim.kill()
            self._victim.wait()

    def close(self) -> None:
        self.end_victim()
        for sock in self._sockets.values():
            sock.close()


@dataclass
class Outcome:
    """What came of an attack. ``reasons``: all that shows that it got through."""

    attack: Attack
    result: ExerciseResult
    output: str
    reasons: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        return "".join(LETTERS[check.status] for check in self.result.checks)

    @property
    def got_through(self) -> bool:
        return bool(self.reasons) or self.verdict != self.attack.verdict

    @property
    def ran(self) -> bool:
        return "ran" in self.output.split()

    def told(self) -> str:
        """For whoever reads a test's failure."""
        said = "\n".join(f"{check.facet}: {check.message}" for check in self.result.checks if check.message)
        return f"{self.attack.says}\n{self.verdict}\n{said}\n{self.output}\n{self.reasons}"


class Arena:
    def __init__(self, folder: Path) -> None:
        self.prey = Prey(folder / "prey")
        kit = folder / "kit"
        self.vault = Exercise(slug="arena/vault", title="Vault", points=8, seconds=LONG, retired=False, root=kit)
        self.work = folder / "work" / "vault.py"
        for file, text in (
            (self.vault.grader, (FOLDER / "vault_grader.py").read_text(encoding="utf-8")),
            (self.vault.stub, "# stub\n"),
            (self.work, ""),
        ):
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
        self._sessions: dict[Any, Session] = {}
        self._zygote = ""
        self._lent = os.open(self.prey.folder / "secret", os.O_RDONLY)
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(keeper, "subprocess", self)  # what it starts the zygote with: `Popen`, below
        self._patch.setenv(TOKEN, self.prey.secret)

    def close(self) -> None:
        for session in self._sessions.values():
            session.__exit__()
        self.prey.close()
        self._patch.undo()
        os.close(self._lent)

    # ------------------------------------------------------------ in the place of `subprocess`, for the keeper

    DEVNULL, TimeoutExpired = subprocess.DEVNULL, subprocess.TimeoutExpired

    def Popen(self, command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        """Start a zygote, with some of its defences off."""
        if self._zygote:
            code = f"{self._zygote}\n{MAIN}"
            command = [command[0], "-I", "-c", code, *command[4:]]
        # The zygote inherits what it should not: a file of ours that is open. Its workers must not have it.
        options["pass_fds"] = [*options["pass_fds"], self._lent]
        return subprocess.Popen(command, **options)

    # ------------------------------------------------------------ grading

    @contextmanager
    def _session(self, off: Collection[str]) -> Iterator[Session]:
        """A session with these defences switched off. Sessions are kept: most differ in nothing but the zygote."""
        switches = [DEFENCES[name] for name in off]
        with pytest.MonkeyPatch.context() as patch:
            for switch in switches:
                for place, name, value in switch.patches:
                    patch.setattr(place, name, value)
            self._zygote = "\n".join(switch.zygote for switch in switches if switch.zygote)
            layers = frozenset(switch.layer for switch in switches if switch.layer)
            key = (self._zygote, layers.intersection(OF_THE_ZYGOTE))
            session = self._sessions.get(key)
            if session is not None and session.engine.zygote is None:  # an attack has ended it; a new one is no trace
                self._sessions.pop(key).__exit__()
                session = None
            if session is None:
                session = self._sessions[key] = Session(seed=1, without=key[1])
            session.engine.without = layers
            limits.hide("undumpable" not in layers)
            try:
                yield session
            finally:
                limits.hide()
                self._zygote = ""

    def grade(self, attack: Attack, off: Collection[str] = ()) -> Outcome:
        """Let an attack loose, and look what it has done."""
        exercise = self.vault
        if attack.exercise:
            exercise = next(each for each in load().exercises if each.name == attack.exercise)
        self._submit(attack, exercise)
        seconds = LONG if "deadline" in off else attack.seconds
        with self._session(off) as session, pytest.MonkeyPatch.context() as patch:
            patch.setattr(lab, "Order", partial(Order, processor_seconds=attack.processor_seconds))
            before = self._look(session)
            graded = _replaced(exercise, seconds=seconds, policy=(*exercise.policy, *attack.policy))
            submission = Submission(graded, self.work, "vault.py")
            try:
                result = session.grade(submission)
            except GraderFault as fault:
                result = lost(submission, fault)
            after = self._look(session)
            claimed = {layer for layers in session.engine.taken_on.values() for layer in layers}
            session.engine.taken_on.clear()
        output = "\n".join(check.evidence.output for check in result.checks if check.evidence is not None)
        outcome = Outcome(attack, result, output)
        outcome.reasons += [f"{what}: {before.get(what)} → {after.get(what)}" for what in _differing(before, after)]
        if outcome.reasons:
            self._clean_up(session)
        if before.get("victim") != after.get("victim"):
            self.prey.end_victim()
        if "through" in output:
            outcome.reasons.append("it says so")
        # Others may have some at the same time, so it says which are its own.
        left = {file for file in map(Path, output.split()) if file.parent == Path("/dev/shm") and file.exists()}
        outcome.reasons += [f"it has left {file}" for file in left]
        for file in left:
            file.unlink()
        if self.prey.secret in output + repr(result):
            outcome.reasons.append("it knows the secret")
        if "forged" in claimed:
            outcome.reasons.append("the report lists a layer of its own invention")
        return outcome

    def _submit(self, attack: Attack, exercise: Exercise) -> None:
        for file in self.work.parent.iterdir():
            file.unlink()
        self.work.write_bytes(attack.bytes)
        for name, text in attack.beside.items():
            self.work.with_name(name).write_text(text, encoding="utf-8")
        self.work.with_name("accomplice.py").write_bytes((FOLDER / "accomplice.py").read_bytes())
        self.work.with_name("prey.py").write_text(self.prey.module(exercise), encoding="utf-8")

    def _look(self, session: Session) -> dict[str, Any]:
        """All that a run must leave as it was: the prey, and what the grader itself has."""
        ours = self._zygotes()
        ours.add(self.prey._victim.pid if self.prey._victim else 0)  # as it is: `victim` would start another one
        below = {child.pid for child in psutil.Process().children(recursive=True) if not _stands_by(child, ours)}
        shared = {name: Path(f"/proc/sysvipc/{name}").read_text() for name in ("msg", "sem", "shm")}
        return self.prey.look() | {
            "processes": sorted(below - ours),
            "descriptors": psutil.Process().num_fds(),
            "zygote": session.engine.zygote,
            "folder": sorted(file.name for file in session.engine.folder.iterdir() if file.name[:6] != "empty-"),
            "shared": shared,
        }

    def _zygotes(self) -> set[int]:
        zygotes = [session.engine.zygote for session in self._sessions.values()]
        return {pid for pid in zygotes if pid is not None}

    def _clean_up(self, session: Session) -> None:
        self.prey.restore()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(folders, "_flatten", _flatten)
            for file in session.engine.folder.iterdir():
                if file.name[:6] != "empty-":
                    _remove(file)
        known = self._zygotes()
        for pid in tree.children_of(os.getpid()):
            if pid not in known and limits.limited(pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        tree.kill_orphans(lambda pid: pid not in known and limits.limited(pid))


_flatten, _remove = folders._flatten, folders.remove


def _replaced(exercise: Exercise, **changes: Any) -> Exercise:
    import msgspec

    return msgspec.structs.replace(exercise, **changes)


def _stands_by(process: psutil.Process, zygotes: set[int]) -> bool:
    """Whether it is a worker that has no job yet: then it has no limits either."""
    return process.ppid() in zygotes and not limits.limited(process.pid)


def _differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [what for what in {**before, **after} if before.get(what) != after.get(what)]
