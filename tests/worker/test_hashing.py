"""Sets of tasks and futures: the same order in every run on the same data, and no order to rely on."""

from collections.abc import Callable

import pytest

from asynclings.grading.engine import Engine
from asynclings.grading.lab import Lab
from asynclings.grading.program import Program
from asynclings.sandbox.keeper import Keeper

ORDERS = """
import asyncio
import concurrent.futures


async def nothing():
    pass


async def tasks(data):
    made = [asyncio.create_task(nothing(), name=str(n)) for n in range(20)]
    done, _ = await asyncio.wait(made)
    return [int(task.get_name()) for task in done]


async def futures(data):
    loop = asyncio.get_running_loop()
    made = [loop.run_in_executor(None, int) for n in range(20)]
    done, _ = await asyncio.wait(made)
    return [made.index(future) for future in done]


async def of_pools(data):
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        made = [pool.submit(int) for n in range(20)]
        done, _ = concurrent.futures.wait(made)
    return [made.index(future) for future in done]


async def cancelled_by_a_group(data):
    order = []

    async def last(n):
        try:
            await asyncio.sleep(9)
        finally:
            order.append(n)

    async def fail():
        await asyncio.sleep(1)
        raise ValueError

    try:
        async with asyncio.TaskGroup() as group:
            for n in range(20):
                group.create_task(last(n))
            group.create_task(fail())
    except* ValueError:
        pass
    return order


async def with_a_factory_of_their_own(data):
    asked = []

    def make(loop, coro, **options):
        asked.append(coro.__name__)
        return asyncio.Task(coro, loop=loop, **options)

    asyncio.get_running_loop().set_task_factory(make)
    task = asyncio.create_task(nothing(), name="nothing in particular")
    await task
    return [asked, type(task) is asyncio.Task, task.get_name()]


async def known(data):
    task, future = asyncio.create_task(nothing(), name="mine"), asyncio.get_running_loop().create_future()
    await task
    return [
        isinstance(task, asyncio.Task), isinstance(future, asyncio.Future), repr(task)[:18], repr(future),
        task == task, task != future, {task: 1, future: 2}[task],
    ]
"""

KINDS = ["tasks", "futures", "of_pools", "cancelled_by_a_group"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_the_same_order(written: Callable[[str], Lab], kind: str) -> None:
    lab = written(ORDERS)
    first, again, other = (lab.run(kind, data).finished().value for data in ("data", "data", "other data"))
    assert first == again
    assert sorted(first) == sorted(other) == list(range(20))
    assert first != other
    assert first != sorted(first), "a program that relies on the order in which they were made finds no such order"


def test_also_in_another_grading(written: Callable[[str], Lab]) -> None:
    """Where memory lies elsewhere."""
    lab, keeper = written(ORDERS), Keeper()
    folder = lab._program.folder
    try:
        elsewhere = Lab(Engine(keeper), Program(folder, ("submission.py",), "submission"), "seed", 60, ("processes",))
        for kind in KINDS:
            assert elsewhere.run(kind, "data").finished().value == lab.run(kind, "data").finished().value
    finally:
        keeper.close()


def test_they_are_otherwise_asyncios_own(written: Callable[[str], Lab]) -> None:
    lab = written(ORDERS)
    lab.run("known", None).returned([True, True, "<Task finished nam", "<Future pending>", True, True, 1])
    lab.run("with_a_factory_of_their_own", None).returned([["nothing"], True, "nothing in particular"])
