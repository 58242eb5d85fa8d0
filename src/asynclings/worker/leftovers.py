"""What a submission leaves behind: threads, tasks, pools, clients, connections, files and processes."""

import asyncio
import concurrent.futures
import multiprocessing
import threading
import weakref
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from anyio._backends._asyncio import WorkerThread

from asynclings.messages import NOWHERE, Where
from asynclings.values.writing import name_of
from asynclings.worker.clues import POOLS
from asynclings.worker.late import when_imported
from asynclings.worker.loop import LOOPS, DefaultPool
from asynclings.worker.participants import Participant
from asynclings.worker.places import Places
from asynclings.worker.transport import TRANSPORTS

_CLIENT_LIBRARIES = ("httpx", "httpx2", "aiohttp")


class Leftovers:
    """Keeps what is made, each with the learner's line; notices at the end what is still there or open.

    ``made`` counts what was made of some kinds (see `asynclings.worker.clues`).
    """

    def __init__(self, notice: Callable[[str, str, Where], None], places: Places, made: Counter[str]) -> None:
        self._notice = notice
        self._places = places
        self._made = made
        self._threads: list[tuple[threading.Thread, Participant, Where]] = []
        self._clients: list[tuple[Any, Where]] = []
        self._pools: list[tuple[Any, Where]] = []
        self._files: list[tuple[Any, Where]] = []

    def watch(self) -> None:
        """Keep the clients and pools that are made in this process, once there is a submission."""
        for kind in (httpx.AsyncClient, httpx.Client):
            self._record(kind, self._clients)
        when_imported("aiohttp.client", lambda module: self._record(module.ClientSession, self._clients))
        when_imported("httpx2._client", self._record_httpx2)
        for pool in POOLS:
            self._record(pool, self._pools)
        when_imported("multiprocessing.pool", lambda module: self._record(module.ThreadPool, self._pools))

    def thread_started(self, thread: threading.Thread, member: Participant) -> None:
        self._threads.append((thread, member, self._places.here()))

    def file_opened(self, file: Any, where: Where) -> None:
        # Weakly: a file that nobody holds any more is closed by its end, and must not wait for ours.
        self._files.append((weakref.ref(file), where))

    def _record_httpx2(self, module: Any) -> None:
        for kind in (module.AsyncClient, module.Client):
            self._record(kind, self._clients)

    def _record(self, kind: Any, found: list[tuple[Any, Where]]) -> None:
        construct = kind.__init__

        def __init__(made: Any, *args: Any, **kwargs: Any) -> None:
            construct(made, *args, **kwargs)
            if self._places.files and not isinstance(made, DefaultPool):
                found.append((made, self._places.here()))

        kind.__init__ = __init__

    # ------------------------------------------------------------ when the function under test is over

    def tell(self, ours: set[Any]) -> None:
        """Notice everything that is left; ``ours`` are the harness's own tasks."""
        self._threads_left()
        self._tasks_left(ours)
        for client, where in self._clients:
            self._notice("client_created", f"{name_of(type(client))} {id(client)}", where)
            if not _is_closed(client):
                self._notice("client_left_open", name_of(type(client)), where)
        for transport in list(TRANSPORTS):
            if not transport.is_closing():
                self._notice("connection_left_open", transport.what, NOWHERE)
        for reference, where in self._files:
            file = reference()
            if file is not None and not file.closed:
                self._notice("file_left_open", str(getattr(file, "name", ""))[:200], where)
        self.processes_left()

    def processes_left(self) -> None:
        """Notice the processes that nobody has joined, and those of them that still run."""
        # `active_children` joins, in passing, those that have ended by themselves.
        for child in multiprocessing.process._children.copy():  # type: ignore[attr-defined]
            self._notice("process_not_joined", str(child._name)[:100], NOWHERE)
        for child in multiprocessing.active_children():
            self._notice("process_left", str(child._name)[:100], NOWHERE)  # type: ignore[attr-defined]

    def _tasks_left(self, ours: set[Any]) -> None:
        created = 0
        for loop in list(LOOPS):
            created += loop.tasks_created
            if not loop.is_closed():
                for task in asyncio.all_tasks(loop) - ours:
                    # One that was told to stop, and will when it gets a turn, is not as bad as one that nobody stops.
                    kind = "task_abandoned" if task.cancelling() else "task_left"
                    self._notice(kind, task.get_name()[:100], self._places.of_task(task.get_coro()))
            pool = loop.default_pool
            if pool is not None and pool.busy:
                self._notice("thread_left", "a thread of asyncio.to_thread or run_in_executor", NOWHERE)
        self._notice("tasks_created", str(created), NOWHERE)
        self._notice("threads_started", str(len(self._threads)), NOWHERE)

    def _threads_left(self) -> None:
        in_pools: set[Any] = set()
        for pool, where in self._pools:
            self._made["pools_of_several"] += vars(pool).get("_max_workers", vars(pool).get("_processes", 0)) > 1
            self._made["process_pools"] += isinstance(pool, concurrent.futures.ProcessPoolExecutor)
            in_pools.update(_threads_of(pool))
            if not _is_down(pool):
                self._notice("pool_left_open", f"{name_of(type(pool))} had not been shut down", where)
            elif any(map(_alive, _threads_of(pool))):
                self._notice("thread_left", f"a worker of a {name_of(type(pool))} that nobody had waited for", where)
            elif _alive(getattr(pool, "_executor_manager_thread", None)):
                self._notice("pool_left_open", f"{name_of(type(pool))} had been shut down, but not waited for", where)
        for loop in list(LOOPS):
            if loop.default_pool is not None:
                in_pools.update(loop.default_pool._threads)
        for thread, member, where in self._threads:
            if not member.over and thread not in in_pools and not _idle(thread):
                self._made["daemons_at_work"] += thread.daemon
                self._notice("thread_left", f"the thread {thread.name[:100]}", where)


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
