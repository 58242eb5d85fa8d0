"""The worker that stands by: when there is one, that it is the next, and that nothing hangs on it."""

import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

from asynclings.grading.engine import Engine
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.grading.transcript import Transcript
from asynclings.sandbox import landlock, seccomp
from asynclings.sandbox.keeper import Keeper
from asynclings.world.web import Site
from asynclings.world.world import World

pytestmark = pytest.mark.skipif(
    not (landlock.available() and seccomp.available()), reason="nobody stands by where this kernel shields nobody"
)

SUBMISSION = """
import asyncio
import os
import sys

def me():
    return os.getpid()

def jobs():
    \"\"\"The folders of all jobs that are held by the frames below, of the process that forked this one.\"\"\"
    frame, found = sys._getframe(), set()
    while frame := frame.f_back:
        found |= {each.folder for each in frame.f_locals.values() if type(each).__name__ == "Job"}
    return sorted(found)

def rehearsed():
    frame = sys._getframe()
    while frame.f_code.co_name != "stand_by":
        frame = frame.f_back
    return frame.f_locals["rehearse"]

def leave():
    print("so far")
    os._exit(3)

async def number():
    \"\"\"Of a task to which nobody has given a name, as asyncio counts them.\"\"\"
    task = asyncio.Task(asyncio.sleep(0))
    await task
    return task.get_name()
"""
SITE = {"shop.test": Site("http://shop.test", 1.0, 0.0, False)}


class Zygote:
    """One of our own, and the program that its workers run."""

    def __init__(self, folder: Path, *without: str, at_once: int = 1) -> None:
        (folder / "me.py").write_text(SUBMISSION)
        self._program = Program(folder, ("me.py",), "me")
        self.keeper = Keeper(frozenset(without))
        self.engine = Engine(self.keeper, at_once)

    def run(self, *policy: str) -> int:
        """Run once; the worker's pid, as it says itself."""
        return int(self.ask(Order("me", (), "sync", policy=policy)))

    def ask(self, order: Order, sites: Mapping[str, Site] = {}) -> Any:
        return self.hear(order, sites).value

    def hear(self, order: Order, sites: Mapping[str, Site] = {}) -> Transcript:
        transcript = self.engine.run(self._program, order, World([], sites))
        assert transcript.ending == "returned", (transcript.ending, transcript.reason, transcript.output)
        return transcript

    def waiting(self) -> list[int]:
        assert self.keeper._process is not None
        return [child.pid for child in psutil.Process(self.keeper.zygote).children()]


@pytest.fixture
def zygote(tmp_path: Path) -> Iterator[Zygote]:
    made = Zygote(tmp_path)
    yield made
    made.keeper.close()


def test_the_next_worker_stands_by_while_the_present_one_works(zygote: Zygote) -> None:
    zygote.run()
    (next_one,) = zygote.waiting()
    assert zygote.run() == next_one
    assert len(zygote.waiting()) == 1 and next_one not in zygote.waiting()


def test_one_that_was_killed_meanwhile_costs_nobody_anything(zygote: Zygote) -> None:
    zygote.run()
    (next_one,) = zygote.waiting()
    os.kill(next_one, signal.SIGKILL)
    assert zygote.run() != next_one
    assert len(zygote.waiting()) == 1


def test_nobody_stands_by_whom_a_submission_could_reach(zygote: Zygote, tmp_path: Path) -> None:
    """With processes of its own it may send signals; without a layer, all the more."""
    zygote.run("processes")
    assert zygote.waiting() == []
    unshielded = Zygote(tmp_path, "seccomp")
    try:
        unshielded.run()
        assert unshielded.waiting() == []
    finally:
        unshielded.keeper.close()


def test_one_that_was_forked_before_it_was_known_how_memory_is_shared_is_let_go(zygote: Zygote) -> None:
    zygote.run()
    (next_one,) = zygote.waiting()
    assert zygote.run("processes") != next_one
    assert not psutil.pid_exists(next_one)
    zygote.run()
    (next_one,) = zygote.waiting()
    assert zygote.run("processes") == next_one, "now it is known"


def test_it_knows_nothing_of_the_job_during_which_it_was_forked(zygote: Zygote, tmp_path: Path) -> None:
    zygote.run()
    other = tmp_path / "other"
    other.mkdir()
    (other / "me.py").write_text(SUBMISSION)
    transcript = zygote.engine.run(Program(other, ("me.py",), "me"), Order("jobs", (), "sync"), World([], {}))
    assert transcript.value == [str(other)]


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.mark.usefixtures("two_processors")
def test_it_rehearses_if_there_are_sites_to_ask(zygote: Zygote) -> None:
    order = Order("rehearsed", (), "sync")
    asked = [zygote.ask(order, sites) for sites in (SITE, SITE, {}, {}, SITE)]
    assert asked == [False, True, True, False, False], "it is like the one before it, and the first has not stood by"


@pytest.mark.usefixtures("two_processors")
def test_it_does_not_rehearse_where_no_processor_is_free(tmp_path: Path) -> None:
    crowded = Zygote(tmp_path, at_once=2)
    try:
        assert [crowded.ask(Order("rehearsed", (), "sync"), SITE) for _ in range(2)] == [False, False]
    finally:
        crowded.keeper.close()


@pytest.mark.usefixtures("two_processors")
def test_what_it_has_rehearsed_is_not_seen(zygote: Zygote) -> None:
    heard = [zygote.hear(Order("number", (), "async"), SITE) for _ in range(3)]
    assert len({transcript.value for transcript in heard}) == 1
    assert len({str(transcript.observations) for transcript in heard}) == 1, "a client, for instance"


def test_what_it_has_printed_is_there_whatever_ends_it(zygote: Zygote) -> None:
    for _ in range(2):  # the second has stood by
        transcript = zygote.engine.run(zygote._program, Order("leave", (), "sync"), World([], {}))
        assert transcript.output == "so far\n"


def test_it_ends_with_its_zygote(zygote: Zygote) -> None:
    zygote.run()
    (next_one,) = zygote.waiting()
    assert zygote.keeper._process is not None
    os.kill(zygote.keeper.zygote, signal.SIGKILL)
    assert zygote.run() != next_one
    assert not psutil.pid_exists(next_one)
