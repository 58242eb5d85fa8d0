"""Processes on the virtual clock: time stands still while they work, and they are seen from outside."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asynclings.grading import CheckFailed, GraderFault, Lab
from asynclings.grading.engine import Engine
from asynclings.grading.submission import take
from asynclings.sandbox.keeper import Keeper

MakeLab = Callable[..., Lab]

COUNTS = """
import asyncio
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below


async def count(limits):
    await asyncio.sleep(1)
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, primes_below, limit) for limit in limits))
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    keeper = Keeper()
    yield Engine(keeper)
    keeper.close()


@pytest.fixture
def lab_with(engine: Engine, tmp_path: Path) -> MakeLab:
    def make(source: str = COUNTS, policy: tuple[str, ...] = ("processes",)) -> Lab:
        (tmp_path / "counting.py").write_text(source, encoding="utf-8")
        return Lab(engine, take(tmp_path / "counting.py", tmp_path / "copy"), "seed", 60, policy)

    return make


def test_they_meet_while_time_stands_still(lab_with: MakeLab) -> None:
    run = lab_with().run("count", [10, 20, 30], parties=2)
    run.returned([4, 8, 10]).took(1).worked_in_processes(2, at_most=2)
    run.worked_on(["primes_below(10)", "primes_below(20)", "primes_below(30)"])


def test_what_is_done_at_home_is_seen(lab_with: MakeLab) -> None:
    run = lab_with(COUNTS.replace("loop.run_in_executor(pool, ", "asyncio.to_thread(")).run("count", [10], parties=2)
    with pytest.raises(CheckFailed, match="in your program's own process"):
        run.took(1).worked_in_processes(2)


def test_more_pools_than_one_are_seen(lab_with: MakeLab) -> None:
    source = COUNTS.replace("    with ", "    ProcessPoolExecutor(1).submit(primes_below, 5)\n    with ")
    run = lab_with(source).run("count", [10, 20], parties=3)  # with two together, the third may not be needed any more
    with pytest.raises(CheckFailed, match="It had 3 processes; 2 should do the work") as failed:
        run.worked_in_processes(2, at_most=2)
    assert failed.value.mistake == 84


def test_without_the_policy_it_is_the_graders_fault(lab_with: MakeLab) -> None:
    with pytest.raises(GraderFault, match="policy"):
        lab_with(policy=()).run("count", [10], parties=2)
