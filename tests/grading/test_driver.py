"""Drivers: what is more than a function to call is driven inside the worker by a file of the exercise."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asynclings.grading import CannotRun, CheckFailed, Lab, Service, operation
from asynclings.grading.engine import Engine
from asynclings.grading.submission import take
from asynclings.sandbox.keeper import Keeper

DRIVER = """
import asyncio


async def go_through(submission, gate, number):
    door = submission.Door(2)

    async def guest(n):
        async with door:
            gate.passed(n)
            await asyncio.sleep(1)
        return n

    return await asyncio.gather(*(guest(n) for n in range(number)))


async def wait_for_ever(submission):
    await asyncio.sleep(100)
"""

DOOR = """
import asyncio


class Door:
    def __init__(self, width):
        self.places = asyncio.Semaphore(width)

    async def __aenter__(self):
        await self.places.acquire()

    async def __aexit__(self, *exception):
        self.places.release()
"""


class Gate(Service):
    @operation("instant")
    def passed(self, guest: int) -> None: ...


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    keeper = Keeper()
    yield Engine(keeper)
    keeper.close()


@pytest.fixture
def lab_with(engine: Engine, tmp_path: Path) -> Callable[..., Lab]:
    def make(source: str, driver: str = DRIVER) -> Lab:
        (tmp_path / "door.py").write_text(source)
        written = tmp_path / "graders" / "door_driver.py"
        written.parent.mkdir()
        written.write_text(driver)
        program = take(tmp_path / "door.py", tmp_path / "copy", written)
        return Lab(engine, program, "seed", 60)

    return make


def test_a_class_is_driven_and_the_world_sees_what_happens(lab_with: Callable[..., Lab]) -> None:
    run = lab_with(DOOR).run("go_through", Gate(), 5, drives="Door")
    run.returned([0, 1, 2, 3, 4]).took(3)
    assert [(passed.arguments, passed.start) for passed in run.operations] == [
        ((0,), 0.0),
        ((1,), 0.0),
        ((2,), 1.0),
        ((3,), 1.0),
        ((4,), 2.0),
    ]


def test_an_error_of_the_submission_comes_out_with_its_line(lab_with: Callable[..., Lab]) -> None:
    broken = DOOR.replace("self.places.release()", "raise OSError('the door is stuck')")
    run = lab_with(broken).run("go_through", Gate(), 1, drives="Door").raised("OSError")
    assert run.failure is not None
    assert [frame.file for frame in run.failure.frames] == ["door.py"]


def test_what_is_driven_can_be_cancelled_everywhere(lab_with: Callable[..., Lab]) -> None:
    runs = lab_with(DOOR).cancel_everywhere("go_through", Gate(), 3, whole=lambda run: run.took(2), drives="Door")
    assert [run.cancelled_at for run in runs] == [0.5, 1.5]
    for run in runs:
        run.was_cancelled().left_nothing_behind()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("class Door", "class Gate"), "does not define Door"),
        (("(self, width)", "(self)"), "positional argument"),
        (("async def __aenter__", "async def enter"), "does not support the asynchronous context manager protocol"),
        (("async def __aexit__", "def __aexit__"), "'async with' received an object from __aexit__"),
    ],
    ids=["missing", "signature", "no method", "not async"],
)
def test_what_cannot_be_driven_is_an_error_that_says_why(
    lab_with: Callable[..., Lab], changed: tuple[str, str], said: str
) -> None:
    with pytest.raises(CannotRun) as failed:
        lab_with(DOOR.replace(*changed)).run("go_through", Gate(), 1, drives="Door").finished()
    assert said in failed.value.message
    assert failed.value.message.endswith("in the beginning.") or "began with" in failed.value.message


def test_a_typeerror_inside_of_the_submission_is_its_own(lab_with: Callable[..., Lab]) -> None:
    broken = DOOR.replace("await self.places.acquire()", "len(None)")
    with pytest.raises(CheckFailed, match="It raised TypeError") as failed:
        lab_with(broken).run("go_through", Gate(), 1, drives="Door").finished()
    assert not isinstance(failed.value, CannotRun)


def test_the_submission_cannot_import_its_driver(lab_with: Callable[..., Lab]) -> None:
    curious = "import door_driver\n" + DOOR
    with pytest.raises(CannotRun, match="No module named 'door_driver'"):
        lab_with(curious).run("go_through", Gate(), 1, drives="Door").finished()


def test_a_driver_that_is_not_there_is_a_fault_of_the_grader(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "door.py").write_text(DOOR)
    lab = Lab(engine, take(tmp_path / "door.py", tmp_path / "copy", tmp_path / "missing.py"), "seed", 60)
    with pytest.raises(ValueError, match="no driver"):
        lab.run("go_through", Gate(), 1, drives="Door")
