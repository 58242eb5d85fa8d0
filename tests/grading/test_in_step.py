"""Processes that are kept in step: how many jobs each of them takes is not the system's choice."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from asynclings.grading import Lab, processes
from asynclings.grading.engine import Engine
from asynclings.grading.gate import Gate
from asynclings.grading.submission import take
from asynclings.sandbox.keeper import Keeper
from asynclings.workloads import GATES

# Who comes first works for long on each of its parts, and the others for no time at all.
TAKES_PARTS = """
import multiprocessing
import os
from collections import Counter

from asynclings.workloads import meet


def take(lock, parts, taken):
    slow = False
    while True:
        with lock:
            if not parts.value:
                return
            slow = slow or parts.value % 20 == 0
            parts.value -= 1
        meet("a part")
        if slow:
            sum(range(1_000_000))
        taken.put(os.getpid())


def share(number, workers):
    context = multiprocessing.get_context("fork")
    lock, parts, taken = context.Lock(), context.Value("i", number), context.SimpleQueue()
    processes = [context.Process(target=take, args=(lock, parts, taken)) for _ in range(workers)]
    for process in processes:
        process.start()
    shares = Counter(taken.get() for _ in range(number))
    for process in processes:
        process.join()
    return sorted(shares.values())


def take_some(number):
    for _ in range(number):
        meet("a part")


def share_badly(helping):
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=take_some, args=(number,)) for number in (1, 4)]
    for process in processes:
        process.start()
    take_some(helping)
    for process in processes:
        process.join()
    return "done"
"""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    (tmp_path / "sharing.py").write_text(TAKES_PARTS, encoding="utf-8")
    keeper = Keeper()
    yield Lab(Engine(keeper), take(tmp_path / "sharing.py", tmp_path / "copy"), "seed", 60, ("processes",))
    keeper.close()


def test_a_slow_process_takes_as_many_parts_as_a_fast_one(lab: Lab) -> None:
    run = lab.run_with_processes("share", 20, 2, manner="sync", parties=2, in_step=True)
    run.worked_in_processes(2).returned([10, 10])


def test_parts_that_do_not_come_out_even_are_all_taken(lab: Lab) -> None:
    run = lab.run_with_processes("share", 20, 3, manner="sync", parties=3, in_step=True)
    run.worked_in_processes(3).returned([6, 7, 7])


@pytest.mark.parametrize("helping", [0, 2])
def test_who_has_more_to_do_goes_on_when_the_others_are_done(helping: int, lab: Lab) -> None:
    """Also beside the submission's own process, which should not work at all but does."""
    run = lab.run_with_processes("share_badly", helping, manner="sync", parties=2, in_step=True)
    run.returned("done")


def test_nobody_is_kept_in_step_for_ever(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has that many parts has none that is worth a trip; each step costs as long as a look from outside."""
    monkeypatch.setattr(processes, "STEPS", 3)
    run = lab.run_with_processes("share", 20, 2, manner="sync", parties=2, in_step=True)
    fewest, most = run.finished().value
    assert fewest + most == 20 and fewest < 10


def free(folder: Path) -> list[bool]:
    """Of both gates: whether who comes to it is let through."""
    found = []
    for name in GATES:
        with (folder / name).open() as gate:
            try:
                fcntl.flock(gate, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                found.append(False)
            else:
                found.append(True)
    return found


def test_one_of_two_gates_is_open_at_a_time(tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    assert free(tmp_path) == [False, False]
    gate.open_for(1)
    assert free(tmp_path) == [False, True]
    gate.open_for(2)
    assert free(tmp_path) == [True, False]
    with (tmp_path / GATES[0]).open() as inside:
        fcntl.flock(inside, fcntl.LOCK_SH)  # somebody is in it still
        gate.open_for(3)
    assert free(tmp_path) == [True, True]
    gate.open()
    assert free(tmp_path) == [True, True]
