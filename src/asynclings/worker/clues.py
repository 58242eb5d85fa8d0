"""Clues: what a submission made and called on its way. They tell which mistake is likely, and decide no verdict."""

import asyncio
import concurrent.futures
import functools
import multiprocessing
import multiprocessing.connection
import opcode
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.reduction import ForkingPickler
from types import FrameType, TracebackType
from typing import Any

from asynclings.messages import Where
from asynclings.worker.places import Places

_CALLS = {opcode.opmap[name] for name in ("CALL", "CALL_KW", "CALL_FUNCTION_EX") if name in opcode.opmap}
_SEMAPHORES = (asyncio.Semaphore, asyncio.BoundedSemaphore, threading.Semaphore, threading.BoundedSemaphore)
_GROUPS = asyncio.TaskGroup.__aexit__.__code__.co_filename
POOLS = (concurrent.futures.ThreadPoolExecutor, concurrent.futures.ProcessPoolExecutor)


class Clues:
    """Counts what the submission itself makes and calls, not what a library does for it; notices what it misuses."""

    def __init__(self, notice: Callable[[str, str, Where], None], places: Places) -> None:
        self.made: Counter[str] = Counter()
        self._notice = notice
        self._places = places
        self._entered: weakref.WeakKeyDictionary[asyncio.TaskGroup, float] = weakref.WeakKeyDictionary()

    def watch(self) -> None:
        """From now on, in this process."""
        self._count(asyncio.Lock, "locks_made")
        self._count(threading.Thread, "threads_made")
        self._count(multiprocessing.process.BaseProcess, "processes_made")
        for semaphore in _SEMAPHORES:
            self._count(semaphore, "semaphores_made")
        asyncio.gather = self._counting(asyncio.gather, "gathers")
        asyncio.shield = self._counting(asyncio.shield, "shields")
        asyncio.timeout = self._counting(asyncio.timeout, "timeouts")
        functools.lru_cache = self._counting(functools.lru_cache, "caches")
        functools.cache = self._counting(functools.cache, "caches")
        asyncio.wait = self._counting(asyncio.wait, "timed_waits", only_with="timeout")
        self._count_messages()
        asyncio.to_thread = self._handing_over(asyncio.to_thread, 0)
        for pool in POOLS:
            pool.map = self._counting(self._telling_if_read(pool.map), "maps")  # type: ignore[method-assign]
            pool.submit = self._handing_over(pool.submit, 1)  # type: ignore[method-assign]
        self._watch_groups()

    def lock_made(self, maker: FrameType) -> bool:
        """A lock is being made; whether a line of the submission itself calls for it."""
        code = maker.f_code
        if code.co_filename not in self._places.files or code.co_code[maker.f_lasti] not in _CALLS:
            return False
        self.made["thread_locks_made"] += 1
        return True

    def came_out(self, error: BaseException) -> None:
        """An error has come out of the submission: notice which plain ``except`` clauses a group of errors has passed.

        Only for a group that a TaskGroup has raised, which has not been raised by the submission's own code.
        """
        steps = [*_steps(vars(BaseException)["__traceback__"].__get__(error))]
        grouped = issubclass(type(error), BaseExceptionGroup)
        if not grouped or not steps or steps[-1].tb_frame.f_code.co_filename != _GROUPS:
            return
        from asynclings.worker.handlers import clauses_passed

        for step in steps:
            code = step.tb_frame.f_code
            if code.co_filename in self._places.files:
                for clause in clauses_passed(code, step.tb_lasti):
                    self._notice("except_passed", " ".join(clause.names), self._places.at(code, clause.line))

    # ------------------------------------------------------------ counting

    def _count(self, kind: Any, name: str) -> None:
        construct = kind.__init__

        def __init__(made: Any, *args: Any, **kwargs: Any) -> None:
            construct(made, *args, **kwargs)
            if sys._getframe(1).f_code.co_filename in self._places.files:
                self.made[name] += 1

        kind.__init__ = __init__

    def _counting(self, function: Any, name: str, only_with: str = "") -> Any:
        """``only_with`` names a keyword without which a call does not count."""

        @functools.wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            own = sys._getframe(1).f_code.co_filename in self._places.files
            if own and (not only_with or kwargs.get(only_with) is not None):
                self.made[name] += 1
            return function(*args, **kwargs)

        return counted

    def _count_messages(self) -> None:
        """Count what this process sends to others through pipes of multiprocessing, which are under its pools too.

        Neither what only wakes a thread (nothing) nor what ends a worker (None) counts. A process that is forked has a
        count of its own, which nobody is told.
        """
        kind: Any = multiprocessing.connection.Connection
        real_send, end = kind._send_bytes, bytes(ForkingPickler.dumps(None))

        def send(connection: Any, data: Any) -> None:
            if len(data) and bytes(data[: len(end) + 1]) != end:
                self.made["messages_sent"] += 1
                self.made["bytes_sent"] += len(data)
            real_send(connection, data)

        kind._send_bytes = send

    def _telling_if_read(self, real_map: Any) -> Any:
        """An error of a pool's job only shows to who reads the job's result."""

        def read(results: Any) -> Any:
            self.made["maps_read"] += 1
            yield from results

        @functools.wraps(real_map)
        def map(*args: Any, **kwargs: Any) -> Any:
            return read(real_map(*args, **kwargs))

        return map

    # ------------------------------------------------------------ misuse

    def _handing_over(self, function: Any, position: int) -> Any:
        """Notice what is to be called by another thread or process, and is no function; ``position`` is its own."""

        @functools.wraps(function)
        def handing_over(*args: Any, **kwargs: Any) -> Any:
            if len(args) > position and not callable(args[position]):
                self._notice("called_before_thread", "", self._places.here())
            return function(*args, **kwargs)

        return handing_over

    def _watch_groups(self) -> None:
        """Notice when a group's block is left without an error, after it has waited, while tasks of the group go on.

        The block then waits for them all; whoever expects that it stops them leaves it when something has gone wrong.
        """
        groups: Any = asyncio.TaskGroup
        real_enter, real_exit = groups.__aenter__, groups.__aexit__

        def __aenter__(group: Any) -> Any:
            self._entered[group] = asyncio.get_running_loop().time()
            return real_enter(group)

        def __aexit__(group: Any, kind: Any, error: Any, traceback: Any) -> Any:
            now = asyncio.get_running_loop().time()
            if kind is None and group._tasks and not group._aborting and self._entered.get(group, now) < now:
                self._notice("group_exited", f"{now:.6f}", self._places.here())
            return real_exit(group, kind, error, traceback)

        groups.__aenter__, groups.__aexit__ = __aenter__, __aexit__


def _steps(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next
