"""In which order a set of tasks or futures is gone through: the same in every run on the same data.

`asyncio.wait` and `concurrent.futures.wait` answer with sets, and a `TaskGroup` keeps one. By itself Python orders them
by where their members lie in memory, which no two runs share. Here it is by a number that is drawn as they are made:
not their order, for a program that relies on that should not find it, but for the same data always the same.
"""

import asyncio
import concurrent.futures
import random
import zlib
from typing import Any

import msgspec

from asynclings.messages import Run

# Numbers that lie in no order. Those of tasks that are made before there are data follow from nothing but their order.
_drawn = random.Random(0)


def start(run: Run) -> None:
    """From now on the numbers follow from what the submission is called with."""
    data = (run.target, run.arguments, run.keywords, run.calls)
    _drawn.seed(zlib.crc32(msgspec.msgpack.encode(data)))


def draw() -> int:
    return _drawn.getrandbits(60)


class Task(asyncio.Task[Any]):
    """asyncio's own, but for its hash."""

    def __init__(self, coro: Any, **options: Any) -> None:
        self._hash = draw()  # first: what follows puts it into a set
        super().__init__(coro, **options)

    def __hash__(self) -> int:
        return self._hash


class Future(asyncio.Future[Any]):
    """asyncio's own, but for its hash."""

    def __init__(self, **options: Any) -> None:
        self._hash = draw()
        super().__init__(**options)

    def __hash__(self) -> int:
        return self._hash


def install() -> None:
    """Have it so for the futures of pools, too."""
    real_init = concurrent.futures.Future.__init__

    def init(self: Any) -> None:
        self._asynclings_hash = draw()
        real_init(self)

    def hash_of(self: Any) -> int:
        number: int | None = getattr(self, "_asynclings_hash", None)
        return object.__hash__(self) if number is None else number  # of a subclass that does not ask us

    concurrent.futures.Future.__init__ = init  # type: ignore[method-assign]
    concurrent.futures.Future.__hash__ = hash_of  # type: ignore[method-assign]
