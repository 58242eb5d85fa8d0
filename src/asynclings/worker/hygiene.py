"""The hygiene observer: what a submission leaves behind, and what it does in the event loop's thread.

It runs inside the submission's process, so it is believed only in so far as it lowers a score. What is left is found by
`leftovers`, what Python itself tells of by `audit`, and which mistake is likely by `clues`.
"""

import asyncio
import builtins
import gc
import io
import sys
import threading
import warnings
from collections import defaultdict
from collections.abc import Callable
from types import FrameType
from typing import Any

from asynclings.messages import NOWHERE, Message, Observed, Where
from asynclings.values.writing import name_of
from asynclings.worker.audit import Audit
from asynclings.worker.clues import Clues
from asynclings.worker.leftovers import Leftovers
from asynclings.worker.participants import Participant
from asynclings.worker.places import Places

ORIGINS = 3  # calls that are remembered of a coroutine's making: anyio's `start_soon` makes one two calls further in
NOTICE_LIMIT = 100  # of one kind: the harmless ones, however many, silence no other


class HygieneObserver:
    """Notices, each with the learner's line. ``say`` takes them away."""

    def __init__(self, say: Callable[[Message], None]) -> None:
        self.places = Places()
        self._say = say
        self._seen: defaultdict[str, set[tuple[str, Where]]] = defaultdict(set)
        self.clues = Clues(self.notice, self.places)
        self._leftovers = Leftovers(self.notice, self.places, self.clues.made)

    def notice(self, kind: str, detail: str, where: Where = NOWHERE) -> None:
        seen = self._seen[kind]
        if (detail, where) not in seen and len(seen) < NOTICE_LIMIT:
            seen.add((detail, where))
            self._say(Observed(kind, detail[:300], where))

    def blocking_call(self, what: str) -> None:
        """A call that waits was made; it matters if an event loop runs in this thread."""
        if asyncio._get_running_loop() is not None:
            self.notice("blocking_call", what, self.places.here())

    def thread_started(self, thread: threading.Thread, member: Participant) -> None:
        self._leftovers.thread_started(thread, member)

    def generator_dropped(self, generator: Any) -> None:
        """An asynchronous generator was thrown away in the middle; what it has to clean up is still there."""
        where = self.places.of_code(generator.ag_code)
        if where is not NOWHERE:
            self.notice("generator_dropped", generator.ag_code.co_name, where)

    def idle_loop(self) -> None:
        """A loop in which nothing happens went round: it looks again and again."""
        self.notice("busy_waiting", "", self.places.here())

    def lock_created(self, maker: FrameType) -> bool:
        """A lock is being made; whether a line of the submission itself calls for it."""
        return self.clues.lock_made(maker)

    # ------------------------------------------------------------ from the first line of the submission on

    def watch(self) -> None:
        """Watch constructions, coroutines and sockets in this process and those that it forks from now on."""
        self._leftovers.watch()
        self.clues.watch()
        sys.set_coroutine_origin_tracking_depth(ORIGINS)
        threading.excepthook = self._thread_error
        warnings._warn_unawaited_coroutine = self._never_awaited  # type: ignore[attr-defined]
        Audit(self.notice, self.places).watch()

    def watch_files(self) -> None:
        """Watch what is opened, too."""
        builtins.open = io.open = self._recording_open(io.open)

    def _recording_open(self, real_open: Any) -> Any:
        def open(*args: Any, **kwargs: Any) -> Any:
            place = self.places.here()
            # A descriptor is open already: multiprocessing takes one for the pipe to a process that it has spawned.
            if place is NOWHERE or self.places.imports() or type(args[0] if args else kwargs.get("file")) is int:
                return real_open(*args, **kwargs)
            self.blocking_call("open()")
            opened = real_open(*args, **kwargs)
            self._leftovers.file_opened(opened, place)
            return opened

        return open

    def _never_awaited(self, coroutine: Any) -> None:
        self.notice("never_awaited", str(coroutine.__qualname__), self.places.of_origin(coroutine))

    def _thread_error(self, arguments: Any) -> None:
        error = arguments.exc_value
        if error is not None:
            self.notice("thread_error", name_of(type(error)), self.places.of_error(error))
        threading.__excepthook__(arguments)

    # ------------------------------------------------------------ when the function under test is over

    def take_stock(self, ours: set[Any]) -> None:
        """Notice everything that is left, and how much was made; ``ours`` are the harness's own tasks."""
        self._leftovers.tell(ours)
        for name, number in self.clues.made.items():
            self.notice(name, str(number))
        # What is only found when it is thrown away: coroutines never awaited, exceptions never retrieved.
        gc.collect()

    def processes_left(self) -> None:
        """Notice the processes that nobody has joined, and those of them that still run."""
        self._leftovers.processes_left()

    def loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """The loop's exception handler: what asyncio would have logged."""
        message = str(context.get("message", ""))
        task = context.get("task") or context.get("future")
        where = NOWHERE
        error = context.get("exception")
        if isinstance(error, asyncio.CancelledError):
            return  # of a gather that was cancelled inside of wait_for, which (3.11) asks it nothing: nobody's fault
        if error is not None:
            where = self.places.of_error(error)
        kind = "never_retrieved" if "never retrieved" in message else "loop_error"
        detail = f"{name_of(type(error))}" if error is not None else message
        if kind == "loop_error" and "was destroyed but it is pending" in message:
            kind, detail = "task_lost", str(getattr(task, "get_name", lambda: "a task")())[:100]
        self.notice(kind, detail, where)
