"""The hygiene observer: what a submission leaves behind, and what it does in the event loop's thread.

It runs inside the submission's process, so it is believed only in so far as it lowers a score.
"""

import asyncio
import builtins
import concurrent.futures
import gc
import io
import multiprocessing
import multiprocessing.connection
import socket
import sys
import threading
import warnings
import weakref
from collections import defaultdict
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

import httpx
from anyio._backends._asyncio import WorkerThread

from asynclings.messages import NOWHERE, Message, Observed, Where
from asynclings.values.writing import name_of
from asynclings.worker.bubble import Participant
from asynclings.worker.clues import POOLS, Clues
from asynclings.worker.late import when_imported
from asynclings.worker.loop import LOOPS, DefaultPool
from asynclings.worker.places import Places
from asynclings.worker.transport import TRANSPORTS

NOTICE_LIMIT = 100  # of one kind: the harmless ones, however many, silence no other
# Audit events (https://docs.python.org/3/library/audit_events.html): with an address as second argument, and others.
_WITH_ADDRESS = {f"socket.{call}" for call in ("connect", "bind", "sendto", "sendmsg")}
_NETWORK_EVENTS = _WITH_ADDRESS | {f"socket.{call}" for call in ("getaddrinfo", "gethostbyname", "gethostbyaddr")}
_INTERNET = {int(socket.AF_INET): "AF_INET", int(socket.AF_INET6): "AF_INET6"}
_CLIENT_LIBRARIES = ("httpx", "httpx2", "aiohttp")


class HygieneObserver:
    """Notices, each with the learner's line. ``say`` takes them away."""

    def __init__(self, say: Callable[[Message], None]) -> None:
        self.places = Places()
        self._say = say
        self._seen: defaultdict[str, set[tuple[str, Where]]] = defaultdict(set)
        self._threads: list[tuple[threading.Thread, Participant, Where]] = []
        self._clients: list[tuple[Any, Where]] = []
        self._pools: list[tuple[Any, Where]] = []
        self._files: list[tuple[Any, Where]] = []
        self.clues = Clues(self.notice, self.places)
        self._threads_before: set[threading.Thread] = set()

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
        self._threads.append((thread, member, self.places.here()))

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
        """Watch constructions, coroutines and sockets in this process from now on."""
        self._threads_before = set(threading.enumerate())
        for kind in (httpx.AsyncClient, httpx.Client):
            self._record(kind, self._clients)
        when_imported("aiohttp.client", lambda module: self._record(module.ClientSession, self._clients))
        when_imported("httpx2._client", self._record_httpx2)
        for pool in POOLS:
            self._record(pool, self._pools)
        when_imported("multiprocessing.pool", lambda module: self._record(module.ThreadPool, self._pools))
        self.clues.watch()
        sys.set_coroutine_origin_tracking_depth(8)
        threading.excepthook = self._thread_error
        warnings._warn_unawaited_coroutine = self._never_awaited  # type: ignore[attr-defined]
        sys.addaudithook(self._audit)

    def watch_files(self) -> None:
        """Watch what is opened, too."""
        builtins.open = io.open = self._recording_open(io.open)

    def _record_httpx2(self, module: Any) -> None:
        for kind in (module.AsyncClient, module.Client):
            self._record(kind, self._clients)

    def _record(self, kind: Any, found: list[tuple[Any, Where]]) -> None:
        construct = kind.__init__

        def __init__(made: Any, *args: Any, **kwargs: Any) -> None:
            construct(made, *args, **kwargs)
            if not isinstance(made, DefaultPool):
                found.append((made, self.places.here()))

        kind.__init__ = __init__

    def _recording_open(self, real_open: Any) -> Any:
        def open(*args: Any, **kwargs: Any) -> Any:
            place = self.places.here()
            # A descriptor is open already: multiprocessing takes one for the pipe to a process that it has spawned.
            if place is NOWHERE or self.places.imports() or type(args[0] if args else kwargs.get("file")) is int:
                return real_open(*args, **kwargs)
            self.blocking_call("open()")
            opened = real_open(*args, **kwargs)
            # Weakly: a file that nobody holds any more is closed by its end, and must not wait for ours.
            self._files.append((weakref.ref(opened), place))
            return opened

        return open

    def _never_awaited(self, coroutine: Any) -> None:
        self.notice("never_awaited", str(coroutine.__qualname__), self.places.of_origin(coroutine))

    def _thread_error(self, arguments: Any) -> None:
        error = arguments.exc_value
        if error is not None:
            self.notice("thread_error", name_of(type(error)), self._place_of(error))
        threading.__excepthook__(arguments)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK_EVENTS:
            target = arguments[1] if event in _WITH_ADDRESS else arguments[0]
            if event in _WITH_ADDRESS and type(target) in (str, bytes, type(None)):
                return  # a path: how the processes of a pool find each other
            self._refuse_network(f"{event.removeprefix('socket.')} {target!s}"[:200])
        if event == "socket.__new__" and arguments[1] in _INTERNET:
            self._refuse_network(f"a socket of the family {_INTERNET[arguments[1]]}")
        if event == "subprocess.Popen" and asyncio._get_running_loop() is not None:
            frame = sys._getframe(1)
            while frame is not None and frame.f_globals.get("__name__") == "subprocess":
                frame = frame.f_back  # type: ignore[assignment]
            if frame is not None and frame.f_code.co_filename in self.places.files:
                self.notice("blocking_call", "subprocess", self.places.of_frame(frame))

    def _refuse_network(self, what: str) -> NoReturn:
        self.notice("real_network", what, self.places.here())
        raise PermissionError("a real connection was asked for; there is none here")

    # ------------------------------------------------------------ when the function under test is over

    def take_stock(self, ours: set[Any]) -> None:
        """Notice everything that is left; ``ours`` are the harness's own tasks."""
        self._threads_left()
        self._tasks_left(ours)
        for client, where in self._clients:
            self.notice("client_created", f"{name_of(type(client))} {id(client)}", where)
            if not _is_closed(client):
                self.notice("client_left_open", name_of(type(client)), where)
        for transport in list(TRANSPORTS):
            if not transport.is_closing():
                self.notice("connection_left_open", transport.what)
        for reference, where in self._files:
            file = reference()
            if file is not None and not file.closed:
                self.notice("file_left_open", str(getattr(file, "name", ""))[:200], where)
        self.processes_left()
        # What is only found when it is thrown away: coroutines never awaited, exceptions never retrieved.
        gc.collect()

    def processes_left(self) -> None:
        """Notice the processes that nobody has joined, and those of them that still run."""
        # `active_children` joins, in passing, those that have ended by themselves.
        for child in multiprocessing.process._children.copy():  # type: ignore[attr-defined]
            self.notice("process_not_joined", str(child._name)[:100], NOWHERE)
        for child in multiprocessing.active_children():
            self.notice("process_left", str(child._name)[:100], NOWHERE)  # type: ignore[attr-defined]

    def _tasks_left(self, ours: set[Any]) -> None:
        created = 0
        for loop in list(LOOPS):
            created += loop.tasks_created
            if not loop.is_closed():
                for task in asyncio.all_tasks(loop) - ours:
                    # One that was told to stop, and will when it gets a turn, is not as bad as one that nobody stops.
                    kind = "task_abandoned" if task.cancelling() else "task_left"
                    self.notice(kind, task.get_name()[:100], self.places.of_task(task.get_coro()))
            pool = loop.default_pool
            if pool is not None and pool.busy:
                self.notice("thread_left", "a thread of asyncio.to_thread or run_in_executor", NOWHERE)
        self.notice("tasks_created", str(created))
        self.notice("threads_started", str(len(self._threads)))
        for name, number in self.clues.made.items():
            self.notice(name, str(number))

    def _threads_left(self) -> None:
        in_pools: set[Any] = set()
        for pool, where in self._pools:
            self.clues.made["pools_of_several"] += vars(pool).get("_max_workers", vars(pool).get("_processes", 0)) > 1
            self.clues.made["process_pools"] += isinstance(pool, concurrent.futures.ProcessPoolExecutor)
            in_pools.update(_threads_of(pool))
            if not _is_down(pool):
                self.notice("pool_left_open", f"{name_of(type(pool))} had not been shut down", where)
            elif any(map(_alive, _threads_of(pool))):
                self.notice("thread_left", f"a worker of a {name_of(type(pool))} that nobody had waited for", where)
            elif _alive(getattr(pool, "_executor_manager_thread", None)):
                self.notice("pool_left_open", f"{name_of(type(pool))} had been shut down, but not waited for", where)
        for loop in list(LOOPS):
            if loop.default_pool is not None:
                in_pools.update(loop.default_pool._threads)
        for thread, member, where in self._threads:
            if not member.over and thread not in in_pools and not _idle(thread):
                self.clues.made["daemons_at_work"] += thread.daemon
                self.notice("thread_left", f"the thread {thread.name[:100]}", where)

    def loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """The loop's exception handler: what asyncio would have logged."""
        message = str(context.get("message", ""))
        task = context.get("task") or context.get("future")
        where = NOWHERE
        error = context.get("exception")
        if isinstance(error, asyncio.CancelledError):
            return  # of a gather that was cancelled inside of wait_for, which (3.11) asks it nothing: nobody's fault
        if error is not None:
            where = self._place_of(error)
        kind = "never_retrieved" if "never retrieved" in message else "loop_error"
        detail = f"{name_of(type(error))}" if error is not None else message
        if kind == "loop_error" and "was destroyed but it is pending" in message:
            kind, detail = "task_lost", str(getattr(task, "get_name", lambda: "a task")())[:100]
        self.notice(kind, detail, where)

    def _place_of(self, error: BaseException) -> Where:
        traceback, where = error.__traceback__, NOWHERE
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if code.co_filename in self.places.files:
                where = Where(code.co_filename.rsplit("/", 1)[-1], traceback.tb_lineno or 0, code.co_name)
            traceback = traceback.tb_next
        return where


def _idle(thread: threading.Thread) -> bool:
    """Whether it is one of anyio's that waits for work; like asyncio's own, it ends with the loop."""
    return isinstance(thread, WorkerThread) and thread in thread.idle_workers


def _threads_of(pool: Any) -> list[threading.Thread]:
    """The threads of a pool; of a `multiprocessing.pool.ThreadPool` also its three helpers."""
    found = [*vars(pool).get("_threads", ()), *vars(pool).get("_pool", ())]
    helpers = (vars(pool).get(f"_{what}_handler") for what in ("worker", "task", "result"))
    return [*found, *filter(None, helpers)]


def _is_down(pool: Any) -> bool:
    """Whether it takes no more work, whichever kind of pool it is."""
    state = vars(pool)
    return bool(state.get("_shutdown") or state.get("_shutdown_thread") or state.get("_state", "RUN") != "RUN")


def _alive(thread: Any) -> bool:
    return thread is not None and thread.is_alive()


def _is_closed(client: Any) -> bool:
    """What the library's own class says, whatever a subclass has put in its place."""
    for base in type(client).__mro__:
        if base.__module__.partition(".")[0] in _CLIENT_LIBRARIES:
            closed = vars(base).get("is_closed") or vars(base).get("closed")
            if closed is not None:
                return bool(closed.__get__(client))
    return False
