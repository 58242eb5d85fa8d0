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


# The first job takes long, the second none: only after both does the loop hear of them, and of the first one first.
TELLS = """
import asyncio
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from asynclings.workloads import primes_below

JOBS = {"slow": 3_000_000, "quick": 1}


def work(number):
    return sum(range(number))


async def tell(loop, pool, name, told):
    await loop.run_in_executor(pool, work, JOBS[name])
    told.append(name)


async def in_tasks():
    loop, told = asyncio.get_running_loop(), []
    with ProcessPoolExecutor(2) as pool:
        await asyncio.gather(*(tell(loop, pool, name, told) for name in JOBS))
    return told


async def when_both_are_done():
    told = []
    with ProcessPoolExecutor(2) as pool:
        futures = {name: pool.submit(work, number) for name, number in JOBS.items()}
        for future in futures.values():
            future.result()
        for name in reversed(futures):
            asyncio.wrap_future(futures[name]).add_done_callback(lambda _, name=name: told.append(name))
        await asyncio.sleep(1)
    return told


async def by_a_callback_of_its_own():
    loop, heard = asyncio.get_running_loop(), asyncio.Event()
    with ProcessPoolExecutor(1) as pool:
        pool.submit(work, 1).add_done_callback(lambda future: loop.call_soon_threadsafe(heard.set).cancelled())
        await heard.wait()
    return ["heard"]


async def by_a_callback_inside_a_callback():
    loop, heard = asyncio.get_running_loop(), asyncio.Event()

    def tell(future):
        done.add_done_callback(lambda future: None)
        loop.call_soon_threadsafe(heard.set)

    with ProcessPoolExecutor(1) as pool:
        done = pool.submit(work, 1)
        done.result()
        pool.submit(work, 1_000_000).add_done_callback(tell)
        await heard.wait()
    return ["heard"]


def modules_of_the_kit():
    return [name for name in sys.modules if name.startswith("asynclings.worker")]


async def spawned():
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(modules_of_the_kit).result()


async def beside_a_file():
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    loop.add_reader(reading, print)
    with ProcessPoolExecutor(1) as pool:
        done = pool.submit(work, 3)
        done.result()
        return [await asyncio.wrap_future(done), await loop.run_in_executor(pool, work, 1_000)]


async def one_job_after_another():
    loop = asyncio.get_running_loop()

    async def both(pool):
        await loop.run_in_executor(pool, work, 1)
        return await loop.run_in_executor(pool, primes_below, 10)

    with ProcessPoolExecutor(2) as pool:
        return await asyncio.gather(loop.run_in_executor(pool, primes_below, 20), both(pool))
"""


@pytest.mark.parametrize("function", ["in_tasks", "when_both_are_done"])
def test_the_loop_hears_of_jobs_in_the_order_in_which_they_were_submitted(function: str, lab_with: MakeLab) -> None:
    lab_with(TELLS).run(function).returned(["slow", "quick"])


@pytest.mark.parametrize("function", ["by_a_callback_of_its_own", "by_a_callback_inside_a_callback"])
def test_what_a_callback_hands_to_the_loop_arrives(function: str, lab_with: MakeLab) -> None:
    run = lab_with(TELLS).run(function).returned(["heard"])
    assert [*run.observations("thread_error")] == []


def test_a_loop_that_watches_a_file_hears_of_jobs_at_once(lab_with: MakeLab) -> None:
    lab_with(TELLS).run("beside_a_file").returned([3, 499_500])


def test_where_jobs_meet_one_may_follow_from_the_outcome_of_another(lab_with: MakeLab) -> None:
    run = lab_with(TELLS).run("one_job_after_another", parties=2)
    run.returned([8, 4]).worked_in_processes(2)


def test_a_process_that_is_spawned_does_not_begin_with_us(lab_with: MakeLab) -> None:
    lab_with(TELLS).run("spawned").returned([])
