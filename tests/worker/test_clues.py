"""Clues: what tells one mistake from another, seen in what ran and not in what was written."""

from collections.abc import Callable

import pytest

from asynclings.grading.lab import Lab
from asynclings.grading.run import Run

Written = Callable[[str], Lab]


def seen(run: Run, kind: str) -> list[tuple[str, int]]:
    return [(observed.detail, observed.where.line) for observed in run.observations(kind)]


GROUP = """\
import asyncio

async def one(seconds):
    await asyncio.sleep(seconds)
    return seconds

async def f():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(seconds)) for seconds in (1, 2, 3)]
        {then}
"""


@pytest.mark.parametrize(
    ("then", "left"),
    [
        ("await asyncio.sleep(1.5)", [("1.500000", 8)]),
        ("return await tasks[0]", [("1.000000", 8)]),
        ("pass", []),  # the usual way: it has not waited
        ("await asyncio.sleep(3.5)", []),  # nobody is left
        ("await tasks[0]; raise OSError", []),  # an error does stop the others
    ],
)
def test_a_group_is_left_while_its_tasks_go_on(written: Written, then: str, left: list[tuple[str, int]]) -> None:
    assert seen(written(GROUP.format(then=then)).run("f"), "group_exited") == left


AROUND = """\
import asyncio

async def fails():
    raise KeyError("no such page")

async def g():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails())

async def f():
    try:
        {call}
    except{star} (OSError, LookupError):
        print("caught")
    except{star} asyncio.TimeoutError:
        print("in time")
"""


def test_a_group_has_passed_a_plain_except(written: Written) -> None:
    run = written(AROUND.format(call="await g()", star="")).run("f")
    assert seen(run, "except_passed") == [("OSError LookupError", 13), ("asyncio TimeoutError", 15)]


@pytest.mark.parametrize(
    ("call", "star", "error"),
    [
        ("await g()", "*", None),  # this sees what is in the group
        ("await fails()", "", None),  # no group
        ("raise ExceptionGroup('mine', [KeyError()])", "", "ExceptionGroup"),  # no TaskGroup
        ("raise ZeroDivisionError", "", "ZeroDivisionError"),
    ],
)
def test_nothing_else_passes_one(written: Written, call: str, star: str, error: str | None) -> None:
    run = written(AROUND.format(call=call, star=star)).run("f")
    assert (run.failure and run.failure.type_name) == error
    assert seen(run, "except_passed") == []


@pytest.mark.parametrize(
    ("call", "noticed"),
    [
        ("await asyncio.to_thread(work())", True),
        ("await asyncio.get_running_loop().run_in_executor(None, work())", True),
        ("ThreadPoolExecutor().submit(work())", True),
        ("await asyncio.to_thread(work)", False),
        ("ThreadPoolExecutor().submit(work)", False),
        ("await asyncio.to_thread(calls_a_text)", False),  # not called before: it goes wrong in the thread
    ],
)
def test_what_is_handed_to_a_thread_is_no_function(written: Written, call: str, noticed: bool) -> None:
    run = written(f"""\
import asyncio
from concurrent.futures import ThreadPoolExecutor

def work():
    return "done"

def calls_a_text():
    work()()

async def f():
    {call}
""").run("f")
    assert seen(run, "called_before_thread") == [("", 11)] * noticed
