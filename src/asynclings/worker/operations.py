"""Operations of the world, asked for from a thread or from a coroutine, and the stand-ins for its services."""

import asyncio
import builtins
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asynclings import services as public
from asynclings.messages import Begin, Cancel, Message, ServiceShape
from asynclings.values.reading import read
from asynclings.values.writing import Writer
from asynclings.worker.bubble import Bubble
from asynclings.worker.loop import BubbleLoop, OperationFuture
from asynclings.worker.participants import Waiter, current
from asynclings.worker.places import who_asks
from asynclings.worker.primitives.waiting import wait

Outcome = tuple[Any, str | None]  # a wire value and None, or a message and the name of an error


class NoWorldHere(RuntimeError):
    """An operation of the world was asked for where none is possible."""


def _bubble() -> Bubble:
    me = current()
    if me is None:
        raise NoWorldHere(
            "the simulated world can only be reached from threads and tasks of the run, not from other processes"
        )
    return _reachable(me.bubble)


def _reachable(bubble: Bubble) -> Bubble:
    if not bubble.reachable:
        raise NoWorldHere("the simulated world can only be reached from the function, not while the file is imported")
    return bubble


def ask_and_wait(make: Callable[[int], Message], what: str) -> Outcome:
    """Ask from a thread, and block until the world has ended the operation."""
    outcome = ask_with_deadline(make, what, None)
    assert outcome is not None
    return outcome


def ask_with_deadline(make: Callable[[int], Message], what: str, timeout: float | None) -> Outcome | None:
    """The same, but None if ``timeout`` virtual seconds pass first."""
    bubble = _bubble()
    box: list[Outcome] = []
    waiters: list[Waiter] = []

    def deliver(value: Any, error: str | None) -> None:
        box.append((value, error))
        bubble.wake(waiters[0])

    identity = bubble.begin(deliver)
    bubble.wire.say(make(identity))
    wait(what, None if timeout is None else bubble.later(timeout), waiters.append)
    if not box:
        bubble.abandon(identity)
        bubble.wire.say(Cancel(identity))
        return None
    return box[0]


async def ask(make: Callable[[int], Message], what: str) -> Outcome:
    """Ask from a coroutine; cancelling it tells the world."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, BubbleLoop):
        raise NoWorldHere("the simulated world can only be reached from the run's own event loop")
    bubble = _reachable(loop.bubble)
    future = OperationFuture(loop=loop)
    future.what = what

    def settle(outcome: Outcome) -> None:
        if not future.done():
            future.set_result(outcome)

    def deliver(value: Any, error: str | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, (value, error))

    identity = bubble.begin(deliver)
    bubble.wire.say(make(identity))
    try:
        outcome: Outcome = await future
        return outcome
    except asyncio.CancelledError:
        if bubble.abandon(identity):
            bubble.wire.say(Cancel(identity))
        raise


# ---------------------------------------------------------------- services


def stand_in(shape: ServiceShape) -> Any:
    """An object that looks like the service: its methods ask the world.

    A service with the single method ``__call__`` stands in for a function.
    """
    methods = {name: _method(shape.name, name, manner) for name, manner in shape.methods.items()}
    return type(shape.name, (), {**methods, "__slots__": ("__weakref__",)})()


def _method(service: str, name: str, manner: str) -> Any:
    what = f"{service}.{name}()" if name != "__call__" else f"{service}()"

    def begin(arguments: Sequence[Any], keywords: Mapping[str, Any], instant: bool = False) -> Callable[[int], Message]:
        written = [Writer().write(argument) for argument in arguments]
        named = {keyword: Writer().write(value) for keyword, value in keywords.items()}
        actor, where = who_asks(_bubble().observer.places)
        return lambda identity: Begin(identity, service, name, written, actor, where, instant, named)

    async def asynchronous(self: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return _result(await ask(begin(arguments, keywords), what))

    def blocking(self: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return _result(ask_and_wait(begin(arguments, keywords), what))

    def instant(self: Any, /, *arguments: Any, **keywords: Any) -> None:
        bubble = _bubble()
        bubble.wire.say(begin(arguments, keywords, instant=True)(bubble.begin(None)))

    chosen: Any = {"async": asynchronous, "blocking": blocking, "instant": instant}[manner]
    chosen.__name__ = chosen.__qualname__ = name
    return chosen


def _result(outcome: Outcome) -> Any:
    value, error = outcome
    if error is not None:
        raise _error_class(error)(value)
    return read(value)


def _error_class(name: str) -> type[Exception]:
    for namespace in (public, builtins):
        found = getattr(namespace, name, None)
        if isinstance(found, type) and issubclass(found, Exception):
            return found
    return type(name, (Exception,), {})
