"""The hygiene observer: what it tells of, and how much of it."""

from collections.abc import Callable

import pytest

from asynclings.grading.lab import Lab
from asynclings.worker.hygiene import NOTICE_LIMIT

MANY = """\
import asyncio, threading

def fail(n):
    raise type(f"Error{n}", (Exception,), {})

async def thread_error():
    for n in range(101):
        threading.Thread(target=fail, args=(n,)).start()

async def task_left():
    for n in range(101):
        asyncio.create_task(asyncio.sleep(9), name=f"task {n}")

async def group_exited():
    for _ in range(101):
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(2))
            await asyncio.sleep(1)

async def f(many):
    await globals()[many]()
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1))
    open("left", "w").write("")
    kept.append(open("left"))
    asyncio.create_task(asyncio.sleep(9), name="forgotten")

kept = []
"""


@pytest.mark.parametrize("many", ["thread_error", "task_left", "group_exited"])
def test_a_hundred_notices_of_one_kind_silence_no_other(written: Callable[[str], Lab], many: str) -> None:
    run = written(MANY).run("f", many)
    assert len(run.observations(many)) == NOTICE_LIMIT
    assert run.counted("gathers") == 1
    assert len(run.observations("file_left_open")) == 1
    assert many == "task_left" or [left.detail for left in run.observations("task_left")] == ["forgotten"]


NEVER_AWAITED = """\
import asyncio, contextlib, httpx

async def close(): ...

async def directly():
    close()

async def by_the_standard_library():
    with contextlib.ExitStack() as stack:
        stack.callback(close)

async def of_a_library():
    async with httpx.AsyncClient() as client:
        client.get("http://nowhere.test/")
"""


@pytest.mark.parametrize(("function", "line"), [("directly", 6), ("by_the_standard_library", 9), ("of_a_library", 14)])
def test_the_line_that_made_a_coroutine_is_known_from_some_calls_further_in(
    written: Callable[[str], Lab], function: str, line: int
) -> None:
    (seen,) = written(NEVER_AWAITED).run(function).observations("never_awaited")
    assert (seen.where.line, seen.where.function) == (line, function)


NO_LINE = """\
import asyncio, time

async def f():
    asyncio.get_running_loop().call_soon(time.sleep, 1)
    await asyncio.sleep(0)
    time.sleep(2)
"""


def test_a_line_is_that_of_the_first_who_has_one(written: Callable[[str], Lab]) -> None:
    run = written(NO_LINE).run("f")
    assert [seen.where.line for seen in run.observations("blocking_call")] == [0, 6]
    where = run.seen_at("task_left", "blocking_call", "target")
    assert where is not None and where.line == 6
