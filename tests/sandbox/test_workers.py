"""Each layer as a worker has it: what a submission finds with it, and what it would find without it alone."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading.engine import Engine
from asynclings.grading.lab import Lab
from asynclings.grading.program import Program
from asynclings.sandbox import shared_memory
from asynclings.sandbox.keeper import Keeper

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="layers of Linux")

SUBMISSION = """
import ctypes, os, resource, signal, socket, sys, time

def descriptors():
    return len([number for number in range(256) if is_open(number)])

def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True

def session():
    return os.getsid(0) == os.getpid()

def environment():
    return "SECRET" in os.environ

def no_new_privs():
    return ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)

def can_be_somebody_else():
    pid = os.fork()
    if not pid:
        try:
            os.setresgid(1234, 1234, 1234)
            os._exit(0)
        except PermissionError:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0

def parent_death():
    found = ctypes.c_int()
    ctypes.CDLL(None).prctl(2, ctypes.byref(found), 0, 0, 0)
    return found.value

def memory_of(pid):
    try:
        with open(f"/proc/{pid}/mem", "rb"):
            return "open"
    except OSError as error:
        return error.errno

def leave(name):
    file = os.open(f"/dev/shm/{name}", os.O_RDWR | os.O_CREAT, 0o600)
    os.write(file, b"word")
    return "left"

def find(name):
    try:
        return os.read(os.open(f"/dev/shm/{name}", os.O_RDONLY), 9)
    except OSError as error:
        return error.errno

def semaphore():
    import multiprocessing
    made = multiprocessing.get_context("spawn").Semaphore()
    os.link(f"/dev/shm/sem.{made._semlock.name[1:]}", f"/dev/shm/sem.{made._semlock.name[1:]}-left")
    return made._semlock.name

def listed():
    return os.listdir("/dev/shm")

def daemon():
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.write(writing, str(os.getpid()).encode())
            time.sleep(60)
        os._exit(0)
    return int(os.read(reading, 20))

def limits():
    names = ("CORE", "FSIZE", "NOFILE", "CPU", "DATA", "AS")
    return [resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in names]
"""


@pytest.fixture(scope="module")
def keepers() -> Iterator[Callable[..., Keeper]]:
    """A keeper for each set of layers that are left out."""
    found: dict[frozenset[str], Keeper] = {}

    def keeper(*without: str) -> Keeper:
        key = frozenset(without)
        if key not in found:
            found[key] = Keeper(key)
        return found[key]

    yield keeper
    for each in found.values():
        each.close()


@pytest.fixture
def ask(keepers: Callable[..., Keeper], tmp_path: Path) -> Callable[..., Any]:
    """Call a function of the submission in a worker without some layers; its answer."""
    (tmp_path / "submission.py").write_text(SUBMISSION)
    program = Program(tmp_path, ("submission.py",), "submission")

    def ask(function: str, *arguments: Any, without: tuple[str, ...] = (), policy: tuple[str, ...] = ()) -> Any:
        lab = Lab(Engine(keepers(*without)), program, "seed", 60.0, policy)
        transcript = lab.run(function, *arguments, manner="sync").transcript
        return transcript.value if transcript.failure is None else transcript.failure.type_name

    return ask


def test_a_worker_has_the_standard_descriptors_the_wire_and_the_file_for_its_stacks(ask: Callable[..., Any]) -> None:
    assert ask("descriptors") == 5
    assert ask("descriptors", policy=("processes", "disk")) == 5
    assert ask("descriptors", without=("descriptors",)) == 10  # and what brings jobs to the zygote, and to it


def test_a_worker_leads_a_session_of_its_own(ask: Callable[..., Any]) -> None:
    assert ask("session") is True
    assert ask("session", without=("session",)) is False


def test_a_worker_knows_nothing_of_the_environment(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "word")
    assert ask("environment") is False
    assert ask("environment", without=("environment",)) is True


def test_a_worker_dies_with_the_zygote(ask: Callable[..., Any]) -> None:
    assert ask("parent_death") == 9
    assert ask("parent_death", without=("parent_death",)) == 0


def test_a_worker_gains_no_privileges_from_programs(ask: Callable[..., Any]) -> None:
    assert ask("no_new_privs") == 1
    assert ask("no_new_privs", without=("no_new_privs",)) == 1  # Landlock and seccomp ask for it as well
    assert ask("no_new_privs", without=("no_new_privs", "landlock", "seccomp")) == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root has capabilities to give up")
def test_root_is_nobody_in_a_worker(ask: Callable[..., Any]) -> None:
    assert ask("can_be_somebody_else", policy=("processes",)) is False
    assert ask("can_be_somebody_else", policy=("processes",), without=("capabilities",)) is True


def test_the_memory_of_grader_and_zygote_is_nobodys(ask: Callable[..., Any], keepers: Callable[..., Keeper]) -> None:
    for pid in (os.getpid(), keepers().zygote, keepers("landlock").zygote):
        for without in ((), ("landlock",)):
            assert ask("memory_of", pid, without=without) == 13
    if os.getuid() != 0:  # from root, giving up capabilities keeps it as well
        seen = ("landlock", "undumpable")
        assert ask("memory_of", keepers(*seen).zygote, without=seen) == "open"


@dataclass(frozen=True)
class Limit:
    place: int
    value: int


LIMITS = {
    "core": Limit(0, 0),
    "file_size": Limit(1, 8 << 20),
    "open_files": Limit(2, 128),
    "processor": Limit(3, 4),
    "memory": Limit(4, 768 << 20),
    "address_space": Limit(5, 4 << 30),
}


@pytest.mark.parametrize("name", LIMITS)
def test_each_limit_holds_and_can_be_left_out(name: str, ask: Callable[..., Any]) -> None:
    limit = LIMITS[name]
    assert ask("limits")[limit.place] == limit.value
    without = ask("limits", without=(f"rlimits.{name}",))
    assert without[limit.place] != limit.value
    assert [each for place, each in enumerate(without) if place != limit.place] == [
        each.value for each in LIMITS.values() if each is not limit
    ]


# ---------------------------------------------------------------- with processes


def test_nothing_that_descends_from_a_worker_outlives_it(ask: Callable[..., Any]) -> None:
    without = ("seccomp",)
    assert not lives(ask("daemon", policy=("processes",), without=without))
    left = ask("daemon", policy=("processes",), without=(*without, "descendants"))
    assert lives(left)
    os.kill(left, 9)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(shared_memory.available() != "", reason="this machine gives no mount namespace")
def test_no_run_finds_the_shared_memory_of_another(ask: Callable[..., Any]) -> None:
    name = f"asynclings-test-{os.getpid()}"
    options: dict[str, Any] = {"policy": ("processes",)}
    assert ask("leave", name, **options) == "left"
    assert ask("find", name, **options) == 2
    assert not Path("/dev/shm", name).exists()
    try:
        assert ask("leave", name, without=("private_shm",), **options) == "left"
        assert ask("find", name, without=("private_shm",), **options) == b"word"
    finally:
        Path("/dev/shm", name).unlink()


def test_where_shared_memory_is_the_machines_names_cannot_be_guessed_or_listed_and_are_removed(
    ask: Callable[..., Any],
) -> None:
    options: dict[str, Any] = {"policy": ("processes",), "without": ("private_shm",)}
    names = [ask("semaphore", **options) for _ in range(2)]
    marks = {re.fullmatch("/asynclings-([0-9a-f]{10})-[a-z0-9_]{8}", name)[1] for name in names}  # type: ignore[index]
    assert len(marks) == 2
    assert not [file for file in Path("/dev/shm").iterdir() if any(mark in file.name for mark in marks)]
    assert ask("listed", **options) == "PermissionError"
