"""Runs that multiply: seen from outside, ended, and told; whoever else looks at the run."""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from asynclings.grading import CheckFailed, Lab, watch
from asynclings.grading.engine import Engine
from asynclings.grading.submission import take
from asynclings.grading.watch import Crowded, Watch
from asynclings.sandbox import tree
from asynclings.sandbox.keeper import Keeper

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
    with pytest.raises(CheckFailed, match=r"[67] processes at once, and was ended: .* Start a fixed number"):
        RUNS[name](lab)


@pytest.mark.parametrize(
    ("processes", "threads", "said"), [(100, 20, ""), (101, 1, "101 processes"), (4, 501, "2,004 threads in")]
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
