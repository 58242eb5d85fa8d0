"""Whether processes sleep, and whether they will ever wake: only from an untimed wait for a lock, nobody does."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from asynclings.sandbox import quiescence
from asynclings.sandbox.quiescence import asleep, deadlocked

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is no /proc")

Start = Callable[[str], int]

LOCK = "import _thread, threading, time; lock = _thread.allocate_lock(); lock.acquire()"
THREAD = "threading.Thread(target=lambda: time.sleep(1000)).start()"


@pytest.fixture
def sleeping() -> Iterator[Start]:
    """Starts a program, and waits until all its threads sleep."""
    started: list[Popen[bytes]] = []

    def start(program: str) -> int:
        process = Popen(
            [sys.executable, "-I", "-S", "-c", f"{LOCK}\nprint(flush=True)\n{program}"], stdin=PIPE, stdout=PIPE
        )
        started.append(process)
        assert process.stdout is not None
        process.stdout.readline()
        while (look := asleep([process.pid])) is None or look != asleep([process.pid]):
            assert process.poll() is None
        return process.pid

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    "program",
    [
        "lock.acquire()",
        "import queue; queue.Queue().get()",
        "threading.Thread(target=lock.acquire).start(); lock.acquire()",
    ],
)
def test_who_waits_for_a_lock_without_limit_is_deadlocked(sleeping: Start, program: str) -> None:
    pid = sleeping(program)
    while (look := deadlocked([pid])) is None:  # it may have slept for another reason, on its way there
        continue
    assert deadlocked([pid]) == look
    assert [word.split()[0] for word in look] == [task.name for task in Path(f"/proc/{pid}/task").iterdir()]


@pytest.mark.parametrize(
    "program",
    [
        "lock.acquire(timeout=1000)",
        "time.sleep(1000)",
        "input()",
        f"{THREAD}; lock.acquire()",
        "threading.Event().wait(1000)",
    ],
)
def test_who_may_wake_up_is_not(sleeping: Start, program: str) -> None:
    pid = sleeping(f"print(flush=True); {program}")
    assert deadlocked([pid]) is None


def test_who_is_running_neither_sleeps_nor_is_deadlocked() -> None:
    assert (asleep([os.getpid()]), deadlocked([os.getpid()])) == (None, None)


def test_one_of_several_that_may_go_on_is_enough(sleeping: Start) -> None:
    stuck, may_wake = sleeping("lock.acquire()"), sleeping("time.sleep(1000)")
    assert deadlocked([stuck, may_wake]) is None
    assert asleep([stuck, may_wake]) is not None


def test_what_cannot_be_seen_is_not_claimed(sleeping: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = sleeping("lock.acquire()")
    monkeypatch.setattr(quiescence, "_FUTEX", None)
    assert deadlocked([pid]) is None
    assert deadlocked([2**22 + 1]) is None
