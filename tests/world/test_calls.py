"""Services as a submission meets them: through the worker's stand-ins, in tasks and in threads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading import Lab, Rendezvous, Run, Service, Story, operation
from asynclings.grading.engine import Engine
from asynclings.grading.program import Program
from asynclings.services import KitchenError

CALLING = Path(__file__).with_name("calling.py")
LINES = CALLING.read_text().splitlines()


class Spoilt(Exception):
    pass


class Kitchen(Service):
    def __init__(self) -> None:
        self.log: list[str] = []

    @operation("async")
    def mix(self, flavour: str) -> Story[str]:
        try:
            yield 1 if flavour == "quick" else 4
            return f"{flavour} batter"
        finally:
            self.log.append(f"washed up after {flavour}")

    @operation("async")
    def fail(self, how: str) -> Story[None]:
        yield 1
        raise {"kitchen": KitchenError("two at once"), "key": KeyError("salt"), "own": Spoilt("sour")}[how]

    @operation("async")
    def measure(self, data: Any) -> Story[int]:
        yield 1
        return len(data)

    @operation("blocking")
    def wash(self) -> Story[int]:
        yield 2
        return 7

    @operation("instant")
    def ring(self, times: int) -> None:
        self.log.append(f"rang {times}")


class Ledger(Service):
    """Whoever reads meets whoever reads too, so that a race is met every time."""

    balance = 0

    @operation("blocking")
    def read(self) -> Story[int]:
        yield Rendezvous("reading", 2)
        seen = self.balance
        yield 0.1
        return seen

    @operation("blocking")
    def write(self, balance: int) -> Story[None]:
        yield 0.1
        self.balance = balance


@pytest.fixture
def lab(lab_for: Callable[[Path], Lab]) -> Lab:
    return lab_for(CALLING)


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


def spans(run: Run) -> list[tuple[str, float, float | None, str]]:
    return [(o.label, o.start, o.end, o.outcome) for o in run.operations]


def line_with(text: str) -> int:
    (number,) = (number for number, line in enumerate(LINES, 1) if text in line)
    return number


def test_calls_together_and_in_turn(lab: Lab, kitchen: Kitchen) -> None:
    together = lab.run("mix", kitchen, "vanilla", "quick").returned(["vanilla batter", "quick batter"])
    assert spans(together) == [("mix vanilla", 0, 4, "ok"), ("mix quick", 0, 1, "ok")]
    assert (together.elapsed, together.peak("mix")) == (4, 2)
    in_turn = lab.run("mix_in_turn", kitchen, "vanilla", "quick").returned(["vanilla batter", "quick batter"])
    assert spans(in_turn) == [("mix vanilla", 0, 4, "ok"), ("mix quick", 4, 5, "ok")]
    assert (in_turn.elapsed, in_turn.peak("mix")) == (5, 1)


def test_a_call_knows_who_asked_and_where(lab: Lab, kitchen: Kitchen) -> None:
    (call,) = lab.run("mix_in_turn", kitchen, "vanilla").operations
    assert (call.actor, call.where.file, call.where.line) == ("mix_in_turn", CALLING.name, line_with("# in turn"))


def test_a_call_that_times_out_is_closed(lab: Lab, kitchen: Kitchen) -> None:
    run = lab.run("mix_impatiently", kitchen).returned([1.0, "second batter"])
    assert spans(run) == [("mix slow", 0, 1, "cancelled"), ("mix second", 1, 5, "ok")]
    assert kitchen.log == ["washed up after slow", "washed up after second"]


def test_a_call_that_is_called_off_is_closed(lab: Lab, kitchen: Kitchen) -> None:
    run = lab.run("keep_one", kitchen).returned("quick batter")
    assert spans(run) == [("mix vanilla", 0, 1, "cancelled"), ("mix quick", 0, 1, "ok")]
    assert kitchen.log == ["washed up after quick", "washed up after vanilla"]


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("kitchen", ["KitchenError", "asynclings.services.bakery", "two at once"]),
        ("key", ["KeyError", "builtins", "\"'salt'\""]),
        ("own", ["Spoilt", "asynclings.worker.operations", "sour"]),
    ],
)
def test_errors_come_by_their_name(lab: Lab, kitchen: Kitchen, how: str, error: list[str]) -> None:
    run = lab.run("fail", kitchen, how).returned(error)
    assert spans(run) == [(f"fail {how}", 0, 1, "failed")]


def test_wrong_arguments_are_an_error_of_the_caller(lab: Lab, kitchen: Kitchen) -> None:
    lab.run("call_wrongly", kitchen).returned(["kitchen.mix(): missing a required argument: 'flavour'"])


def test_arguments_may_be_named(lab: Lab, kitchen: Kitchen) -> None:
    """Also by a string of a class of one's own; what is seen of the call is the same."""
    run = lab.run("mix_by_name", kitchen, "vanilla").returned(["vanilla batter", "vanilla batter"])
    assert spans(run) == [("mix vanilla", 0, 4, "ok"), ("mix vanilla", 4, 8, "ok")]


def test_wrong_names_are_an_error_of_the_caller(lab: Lab, kitchen: Kitchen) -> None:
    run = lab.run("name_wrongly", kitchen).returned(
        [
            "kitchen.mix(): got an unexpected keyword argument 'flavor'",
            "kitchen.mix(): multiple values for argument 'flavour'",
        ]
    )
    assert run.operations == []


def test_what_is_told_takes_no_time(lab: Lab, kitchen: Kitchen) -> None:
    run = lab.run("tell", kitchen, manner="sync").returned("told")
    assert (kitchen.log, run.elapsed) == (["rang 1", "rang 2"], 0)


def test_a_blocking_call_in_the_loop_is_noticed_and_in_a_thread_is_not(lab: Lab, kitchen: Kitchen) -> None:
    blocking = lab.run("block", kitchen).returned(7)
    observed = [(o.detail, o.where.line) for o in blocking.observations("blocking_call")]
    assert observed == [("kitchen.wash()", line_with("# in the loop"))]
    threads = lab.run("in_threads", kitchen).returned([7, 7, 7])
    assert (threads.elapsed, threads.peak("wash"), threads.observations("blocking_call")) == (2, 3, [])


@pytest.mark.parametrize("shuffle", [None, 1, 2, 3])
def test_a_race_is_met_every_time(lab: Lab, shuffle: int | None) -> None:
    lab.run("deposit", Ledger(), False, manner="sync", shuffle=shuffle).returned(1)
    safe = lab.run("deposit", Ledger(), True, manner="sync", shuffle=shuffle).returned(2)
    assert safe.elapsed == 0.5  # nobody waits at a rendezvous to which nobody else can come


def test_what_a_call_waits_for_is_told_in_a_deadlock(lab: Lab, kitchen: Kitchen) -> None:
    run = lab.run("wait_for_nothing", kitchen)
    assert (run.transcript.reason, run.elapsed) == ("deadlock", 4)
    run = lab.run("wait_for_nothing", kitchen, horizon=3)
    assert (run.transcript.reason, run.elapsed) == ("horizon", 0)
    assert "kitchen.mix()" in [waits.what for waits in run.transcript.waits]


# ---------------------------------------------------------------- much at once


def test_arguments_that_are_too_large_are_an_error_of_the_caller(lab: Lab, kitchen: Kitchen) -> None:
    run = lab.run("send_much", kitchen, 400_000).finished()
    assert run.value[:2] == ["400000", "3"]
    assert run.value[2].endswith("bytes are more than may travel at once")


def test_many_large_arguments_come_in_several_frames(lab: Lab, kitchen: Kitchen) -> None:
    run = lab.run("send_much_at_once", kitchen, 390_000).returned([390_000] * 8)
    assert (run.elapsed, run.peak("measure")) == (1, 8)


# ---------------------------------------------------------------- cancellation from outside


def test_a_function_is_cancelled_at_each_of_its_turns(lab: Lab) -> None:
    runs = lab.cancel_everywhere("cancellable", Kitchen(), whole=lambda run: run.took(8))
    assert [(run.cancelled_at, run.was_cancelled().elapsed) for run in runs] == [(2, 2), (6, 6)]
    assert [spans(run)[-1] for run in runs] == [("mix first", 0, 2, "cancelled"), ("mix second", 4, 6, "cancelled")]


def test_a_cancellation_that_is_swallowed_is_no_error_of_the_run(lab: Lab, kitchen: Kitchen) -> None:
    whole = lab.run("outlast", kitchen)
    run = lab.run("outlast", kitchen, cancel_at=whole.moments[0])
    assert (whole.value, run.value, run.cancelled_at, run.elapsed) == ("not cancelled", "still here", 2, 2)


# ---------------------------------------------------------------- where the world can be reached from

ELSEWHERE = """
import _thread
import asyncio
import os
import threading


def in_thread_of_its_own(kitchen):
    said, over = [], threading.Event()

    def ask():
        try:
            kitchen.wash()
        except RuntimeError as error:
            said.append(str(error))
        lock.release()

    lock = _thread.allocate_lock()
    lock.acquire()
    _thread.start_new_thread(ask, ())
    lock.acquire()
    return said


def in_loop_of_its_own(kitchen):
    async def ask():
        await kitchen.mix("vanilla")

    loop = asyncio.SelectorEventLoop()
    try:
        return loop.run_until_complete(ask())
    except RuntimeError as error:
        return [str(error)]
    finally:
        loop.close()


def in_child_process(kitchen):
    reading, writing = os.pipe()
    if not os.fork():
        try:
            kitchen.wash()
        except BaseException as error:
            os.write(writing, str(error).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        return [said.read()]
"""


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("in_thread_of_its_own", "only be reached from threads and tasks of the run"),
        ("in_loop_of_its_own", "only be reached from the run's own event loop"),
        ("in_child_process", "only be reached from threads and tasks of the run"),
    ],
)
def test_the_world_is_reached_from_the_run_alone(
    engine: Engine, tmp_path: Path, kitchen: Kitchen, function: str, words: str
) -> None:
    (tmp_path / "elsewhere.py").write_text(ELSEWHERE)
    program = Program(tmp_path, ("elsewhere.py",), "elsewhere")
    lab = Lab(engine, program, "seed", 60.0, ("processes",))
    run = lab.run(function, kitchen, manner="sync").finished()
    assert [words in said for said in run.value] == [True], run.value
    assert run.operations == []
