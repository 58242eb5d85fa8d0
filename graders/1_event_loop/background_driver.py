"""Leaves jobs at the counter of a `Background`, and tells the shop of every notice that comes."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Callable
from types import ModuleType
from typing import Any


class Counter:
    """Starts jobs, and knows in which thread and loop they belong."""

    def __init__(self, submission: ModuleType, shop: Any) -> None:
        self.background = submission.Background()
        self.shop = shop
        self.loop = asyncio.get_running_loop()
        self.thread = threading.get_ident()

    def leave(self, name: str, then: Callable[[], None] = lambda: None) -> None:
        """Leave an ordinary job; ``then`` is what the customer does when told."""
        self.start(self.job(name), name, then)

    def start(self, job: Any, name: str, then: Callable[[], None] = lambda: None) -> None:
        def on_done(result: Any) -> None:
            if threading.get_ident() != self.thread:
                self.shop.wrong_thread(name)
            self.shop.notice(name, *plain(result))
            then()

        self.background.start(job, on_done)
        self.shop.started(name)

    async def job(self, name: str) -> str:
        if asyncio.get_running_loop() is not self.loop:
            self.shop.wrong_loop(name)
        made: str = await self.shop.work(name)
        return made

    async def drain(self) -> None:
        await self.background.drain()
        self.shop.drained()


def plain(result: Any) -> tuple[str | None, str | None]:
    """What a notice says: a value, or an error; for anything but a result, its type."""
    try:
        value, error = result.value, result.error
    except AttributeError:
        return f"no Result but a {type(result).__name__}", None
    return value, None if error is None else f"{type(error).__name__}: {error}"


async def open_shop(submission: ModuleType, shop: Any, names: list[str], pause: float) -> None:
    """Start these jobs, do something else for a while, and drain."""
    counter = Counter(submission, shop)
    for name in names:
        counter.leave(name)
    if pause:
        await asyncio.sleep(pause)
    await counter.drain()


async def open_shop_and_stay(submission: ModuleType, shop: Any, names: list[str]) -> None:
    """Start these jobs and drain; some turns of the loop later a notice is seen that came too late."""
    await open_shop(submission, shop, names, 0)
    for _ in range(3):
        await asyncio.sleep(0)


async def one_leads_to_another(submission: ModuleType, shop: Any, names: list[str], within: str) -> None:
    """Each customer leaves the next job when told; another job starts one more while it runs. Then once again."""
    counter = Counter(submission, shop)

    def leave_the_next(left: list[str]) -> None:
        if left:
            counter.leave(left[0], lambda: leave_the_next(left[1:]))

    async def starts_another() -> None:
        await asyncio.sleep(0.5)
        counter.leave(within)

    await counter.drain()
    leave_the_next(names[:-1])
    counter.start(starts_another(), "the apprentice")
    await counter.drain()
    counter.leave(names[-1])
    await counter.drain()


async def garbage_is_collected(submission: ModuleType, shop: Any, names: list[str]) -> None:
    """Jobs that wait for something that nobody but they holds; the garbage collector comes, and then they may go on."""
    counter = Counter(submission, shop)
    waiting: list[weakref.ref[asyncio.Future[None]]] = []

    async def alone(name: str) -> str:
        future = counter.loop.create_future()
        waiting.append(weakref.ref(future))
        await future
        return f"{name}, done"

    for name in names:
        counter.start(alone(name), name)
    for _ in range(3):
        await asyncio.sleep(0.25)
        gc.collect()
    for reference in waiting:
        future = reference()
        if future is not None:
            future.set_result(None)
        del future
    await counter.drain()


async def a_callback_fails(submission: ModuleType, shop: Any, names: list[str], failing: str) -> None:
    """One customer's callback raises an error, which `drain` may raise in the end."""
    counter = Counter(submission, shop)

    def shout() -> None:
        raise LookupError(f"{failing} has hung up")

    for name in names:
        counter.leave(name, shout if name == failing else lambda: None)
    try:
        await counter.drain()
    except* LookupError:
        shop.drained()


class Copy:
    """A result of which it can be seen whether somebody still holds it."""


async def what_is_held(submission: ModuleType, shop: Any, number: int) -> None:
    """Many jobs are done, nobody has drained yet: the shop hears how many of their results are still held."""
    counter = Counter(submission, shop)
    copies: list[weakref.ref[Copy]] = []

    async def job() -> Copy:
        await asyncio.sleep(0.5)
        copy = Copy()
        copies.append(weakref.ref(copy))
        return copy

    for _ in range(number):
        counter.background.start(job(), lambda result: None)
    await asyncio.sleep(1)
    gc.collect()
    shop.held(sum(copy() is not None for copy in copies), len(copies))
    await counter.drain()
