"""Where that begins which is called: what a learner is pointed at if no line shows a mistake better."""

from collections.abc import Callable

import pytest

from asynclings.grading.lab import Lab

SOURCE = """\
import asyncio, functools

async def plain(): ...

def deaf(function):
    @functools.wraps(function)
    async def wrapper():
        await function()
    return wrapper

@deaf
async def decorated(): ...

async def round(): ...
round.__wrapped__ = round

class Kind:
    def __new__(cls):
        return asyncio.sleep(0)

class Nosy(type):
    def __getattribute__(cls, name):
        raise RuntimeError(name)

class Shy(metaclass=Nosy): ...

class Stray:
    __module__ = []
    def __new__(cls):
        return asyncio.sleep(0)

class Instance:
    def __getattribute__(self, name):
        raise RuntimeError(name)
    def __call__(self):
        return asyncio.sleep(0)

async def borrowed(): ...
borrowed.__wrapped__ = asyncio.sleep

instance = Instance()
alias = asyncio.sleep
part = functools.partial(asyncio.sleep, 0)
"""


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("plain", 3),
        ("decorated", 11),
        ("round", 14),
        ("Kind", 17),
        ("Shy", 25),
        ("Stray", None),
        ("borrowed", 38),
        ("instance", None),
        ("alias", None),
        ("part", None),
        ("missing", None),
    ],
)
def test_what_is_called_begins_there(written: Callable[[str], Lab], name: str, line: int | None) -> None:
    run = written(SOURCE).run(name)
    where = run.place_of_target
    assert (where.line if where is not None and where.file else None) == line


def test_a_class_that_says_nonsense_of_itself_is_called_all_the_same(written: Callable[[str], Lab]) -> None:
    written(SOURCE).run("Stray").finished()
