"""What the learner's lines show of their task groups."""

from pathlib import Path

import pytest

from asynclings.grading import task_groups
from asynclings.grading.program import Program

CAUGHT = """
async def f():
    try:
        async with open_client() as client:
            async with asyncio.TaskGroup() as group:
                group.create_task(g(client))
    except ValueError:
        return
"""
CAUGHT_INSIDE = """
async def g():
    try:
        await h()
    except ValueError:
        return

async def f():
    async with asyncio.TaskGroup() as group:
        group.create_task(g())
    if group:
        return
"""
LEFT = """
async def f():
    async with asyncio.TaskGroup() as group:
        for task in tasks:
            if await task:
                break
"""


def program(folder: Path, text: str) -> Program:
    (folder / "answer.py").write_text(text, encoding="utf-8")
    return Program(folder, ("answer.py",), "answer")


@pytest.mark.parametrize(
    ("text", "caught", "left"),
    [
        (CAUGHT, True, False),
        (CAUGHT.replace("except", "except*"), False, False),
        (CAUGHT.replace("ValueError", "TimeoutError"), False, False),
        (CAUGHT_INSIDE, False, False),
        (LEFT, False, True),
        ("", False, False),
        ("async with asyncio.TaskGroup() as group:", False, False),
    ],
)
def test_what_is_around_a_group_and_in_it(tmp_path: Path, text: str, caught: bool, left: bool) -> None:
    answer = program(tmp_path, text)
    assert (task_groups.caught_around(answer, ["ValueError"]), task_groups.left_early(answer)) == (caught, left)


def test_a_file_that_is_gone_shows_nothing(tmp_path: Path) -> None:
    gone = Program(tmp_path, ("answer.py",), "answer")
    assert not task_groups.caught_around(gone, ["ValueError"])
    assert not task_groups.left_early(gone)
