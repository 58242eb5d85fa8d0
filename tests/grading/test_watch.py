"""Runs that multiply: seen from outside, ended, and told; whoever else looks at the run."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import psutil
import pytest

from asynclings import files
from asynclings.channel import Channel
from asynclings.grading import CheckFailed, Lab, conversation, processes, roll_call, watch
from asynclings.grading.conversation import Conversation
from asynclings.grading.engine import Engine
from asynclings.grading.order import Order
from asynclings.grading.roll_call import RollCall
from asynclings.grading.submission import take
from asynclings.grading.transcript import Transcript
from asynclings.grading.watch import Crowded, Silent, Watch
from asynclings.messages import NOWHERE, Message, Observed, Started, decode_from_worker
from asynclings.sandbox import tree
from asynclings.sandbox.keeper import Keeper
from asynclings.world.world import World

MULTIPLIES = """
import multiprocessing
import signal


def multiply():
    context = multiprocessing.get_context("fork")
    for _ in range(8):
        context.Process(target=signal.pause).start()
    signal.pause()


if __name__ == "__main__":
    multiply()
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    keeper = Keeper()
    yield Engine(keeper)
    keeper.close()


@pytest.fixture
def lab(engine: Engine, tmp_path: Path) -> Lab:
    (tmp_path / "multiplying.py").write_text(MULTIPLIES, encoding="utf-8")
    return Lab(engine, take(tmp_path / "multiplying.py", tmp_path / "copy"), "seed", 60, ("processes",))


RUNS: dict[str, Callable[[Lab], object]] = {
    "nobody else": lambda lab: lab.run("multiply", manner="sync").finished(),
    "a meeting": lambda lab: lab.run("multiply", manner="sync", parties=20).finished(),
    "in real time": lambda lab: lab.run_with_processes("multiply", manner="sync", parties=20).finished(),
    "a roll call": lambda lab: lab.run_script().exited(),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_run_that_multiplies_is_ended(name: str, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "PROCESSES", 5)
    with pytest.raises(CheckFailed, match=r"[678] processes at once, and was ended: .* Start a fixed number"):
        RUNS[name](lab)


@pytest.mark.parametrize(
    ("processes", "threads", "said"), [(100, 19, ""), (101, 1, "101 processes"), (4, 401, "2,005 threads")]
)
def test_processes_and_their_threads_have_a_number(
    processes: int, threads: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "children_of", lambda pid: list(range(processes)))
    monkeypatch.setattr(watch, "threads_in", lambda pid: threads)
    looking = Watch()
    looking.begin(1)
    if said:
        with pytest.raises(Crowded, match=said):
            looking.look(0)
    else:
        looking.look(0)


def test_a_run_without_processes_has_not_many_threads_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel counts them together with those of the runs beside it; not every look is due, but one is."""

    class Silence:
        def ready(self, seconds: float) -> bool:
            return False

    monkeypatch.setattr(watch, "threads_in", lambda pid: 2_001 if pid == os.getpid() else 0)
    monkeypatch.setattr(conversation, "SILENCE", 0.0)
    talk = Conversation(cast(Channel, Silence()), Order("talk", ()), World([], {}), None, Transcript())
    with pytest.raises(Crowded, match="2,001 threads"):
        talk.hold(os.getpid())


def test_who_stops_in_the_middle_of_a_word_is_watched_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "children_of", lambda pid: [])
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\0\0\1\0half")

        class Growing(Watch):
            looks = 0

            def look(self, beats: int) -> None:
                self.looks += 1
                if self.looks == 3:
                    monkeypatch.setattr(watch, "children_of", lambda pid: list(range(101)))
                super().look(beats)

        channel = Channel(ours, decode_from_worker)
        channel.deadline = time.monotonic() + 60
        talk = Conversation(channel, Order("talk", ()), World([], {}), Growing(), Transcript())
        with pytest.raises(Crowded):
            talk.hold(os.getpid())


def test_who_speaks_without_a_pause_is_watched_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class Talker:
        def __init__(self) -> None:
            self.words = iter([Started([]), *[Observed("word", "", NOWHERE)] * 100])

        def ready(self, seconds: float) -> bool:
            return True

        def receive(self) -> list[Message]:
            return [next(self.words)]

    monkeypatch.setattr(watch, "children_of", lambda pid: list(range(101)))
    talk = Conversation(cast(Channel, Talker()), Order("talk", ()), World([], {}), Watch(), Transcript())
    with pytest.raises(Crowded):
        talk.hold(os.getpid())


LINGERS = """
import os
import signal


def linger():
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    child = os.fork()
    while not child:
        signal.pause()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    os._exit(0)
"""


def test_who_is_given_time_to_end_has_no_processes_meanwhile(engine: Engine, tmp_path: Path) -> None:
    class Impatient(Watch):
        def look(self, beats: int) -> None:
            super().look(beats)
            if self.tree:
                raise Silent

    (tmp_path / "lingering.py").write_text(LINGERS, encoding="utf-8")
    order = Order("linger", (), "sync", policy=("processes",))
    program = take(tmp_path / "lingering.py", tmp_path / "copy")
    transcript = engine.run(program, order, World([], {}), Impatient())
    assert (transcript.ending, transcript.output) == ("silent", f"{-signal.SIGKILL}\n")


def test_threads_are_counted() -> None:
    assert tree.threads_in(os.getpid()) == psutil.Process().num_threads()
    assert tree.threads_in(2**30) == 0, "nobody's number"


def test_a_tree_may_be_deeper_than_a_recursion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "_KERNEL_LISTS_CHILDREN", True)
    monkeypatch.setattr(tree, "_children_of", lambda pid: [pid + 1] if pid < 2 * sys.getrecursionlimit() else [])
    assert len(tree.children_of(0)) == 2 * sys.getrecursionlimit()


def test_a_group_is_killed_in_one_blow_also_who_has_lost_its_parent() -> None:
    source = r"""if True:
        import os, signal
        for _ in range(3):
            os.fork()
        os.write(1, b"%d\n" % os.getpid())
        signal.pause()
    """
    with subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as leader:
        assert leader.stdout is not None
        members = [psutil.Process(int(line)) for line in itertools.islice(leader.stdout, 8)]
        os.kill(leader.pid, signal.SIGKILL)
        leader.wait()
        tree.kill_group(leader.pid)
        gone, alive = psutil.wait_procs(members, timeout=20)
    assert len(gone) == 8 and not alive
    tree.kill_group(leader.pid)  # there is nobody any more


REAPS = """
import os
import select
import signal
from types import SimpleNamespace

from asynclings.sandbox import tree
from asynclings.sandbox.layers import ALL
from asynclings.worker import zygote

ours, theirs = os.pipe()
worker = os.fork()
if not worker:
    os.setsid()
    if not os.fork():
        signal.alarm(60)
        os.write(theirs, b"+")
        signal.pause()
    os._exit(7)
os.close(theirs)
assert os.read(ours, 1) == b"+"
tree.kill_descendants = lambda spare: None
tree.kill_below = lambda pid: None  # it may not have ended yet when it is reaped
reaped = zygote.reap(SimpleNamespace(pid=worker, semaphores="none"), 20.0, ALL, None)
there, _, _ = select.select([ours], [], [], 20.0)
print(reaped.status, os.read(ours, 1) if there else "alive")
"""


def test_with_a_worker_its_group_dies_before_anybody_looks_for_its_members() -> None:
    """Who forks faster than we look would never be found."""
    done = subprocess.run([sys.executable, "-c", REAPS], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("7 b''\n", "")


def test_what_processes_say_of_their_work_is_read_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pid in (1, 2):
        (tmp_path / f"arrived-{pid}-main").write_text("job\n" * 15)
    assert processes._jobs(tmp_path, 3) == {"job": 30}
    assert processes._jobs(tmp_path, 1) == {"job": 15}
    monkeypatch.setattr(processes, "ANNOUNCED", 100)
    assert processes._jobs(tmp_path, 3) == {"job": 15}


def test_processes_that_are_over_before_anybody_looks_are_counted(tmp_path: Path) -> None:
    looking = processes.ProcessWatch(tmp_path, parties=2)
    looking.begin(os.getpid())
    for pid in (os.getpid(), 1, 2, 3):
        (tmp_path / f"arrived-{pid}-main").write_text("job\n")
    looking.end()
    assert looking.had == 3
    looking.accounts._spent = dict.fromkeys(range(1, 6), 0.0)  # two had nothing to announce
    looking.end()
    assert looking.had == 5


def test_of_the_names_that_they_leave_only_so_many_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "NAMES", 3)
    monkeypatch.setattr(roll_call, "NAMES", 3)
    for number in range(1, 9):
        (tmp_path / f"arrived-{number}-main").touch()
    assert len(processes._arrived(tmp_path)) == 3
    roll = RollCall(tmp_path)
    roll.begin(2**30)
    called: list[str] = []
    monkeypatch.setattr(RollCall, "_call", lambda self, word: called.append(word))
    for number in range(1, 9):
        (tmp_path / f"arrived-{number}-main").rename(tmp_path / f"born-{number}")
    roll.look(0)
    roll.end()
    assert 2 <= len(called) <= 3, "the gate has a name, too"


@pytest.mark.parametrize("there", ["link", "pipe"])
def test_whoever_is_seen_is_told_so_by_a_file_of_the_graders_own_or_not_at_all(there: str, tmp_path: Path) -> None:
    elsewhere, seen = tmp_path / "elsewhere", tmp_path / "seen-1"
    seen.symlink_to(elsewhere) if there == "link" else os.mkfifo(seen)
    files.make_empty(seen)
    assert not elsewhere.exists()
    seen.unlink()
    files.make_empty(seen)
    assert seen.read_bytes() == b""
