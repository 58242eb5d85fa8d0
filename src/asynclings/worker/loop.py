"""The event loop of the bubble: asyncio's own, but for where it waits and what time it is."""

import asyncio
import concurrent.futures
import selectors
import sys
import weakref
from collections import Counter
from collections.abc import Callable
from typing import Any

from asynclings.messages import NOWHERE, RESOLUTION, THE_CHECK, THOUGH_CANCELLED, Waits
from asynclings.worker import hashing
from asynclings.worker.bubble import Bubble
from asynclings.worker.participants import Waiter, current
from asynclings.worker.places import Places, awaited_by

# asyncio's default has min(32, cores + 4) workers, so how long `to_thread` takes would depend on the machine.
DEFAULT_POOL_SIZE = 32

LOOPS: "weakref.WeakSet[BubbleLoop]" = weakref.WeakSet()


class DefaultPool(concurrent.futures.ThreadPoolExecutor):
    """The loop's own pool. It counts jobs, so that an idle worker of it is not taken for a thread left behind."""

    def __init__(self) -> None:
        super().__init__(DEFAULT_POOL_SIZE, thread_name_prefix="asyncio")
        self.busy = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "concurrent.futures.Future[Any]":
        future = super().submit(fn, *args, **kwargs)
        self.busy += 1
        # Also called for a job that was cancelled while it waited for a worker.
        future.add_done_callback(self._count_down)
        return future

    def _count_down(self, future: object) -> None:
        self.busy -= 1


class _Selector(selectors.DefaultSelector):
    """Waits in the bubble instead of in the operating system, unless real files are watched too."""

    loop: "BubbleLoop"

    def select(self, timeout: float | None = None) -> Any:
        return self.loop.wait_for_events(timeout)

    def poll(self, timeout: float | None) -> Any:
        return super().select(timeout)


class BubbleLoop(asyncio.SelectorEventLoop):
    """An event loop whose thread is a participant of the bubble."""

    def __init__(self, bubble: Bubble) -> None:
        self.bubble = bubble
        self._idle: Waiter | None = None
        self._polling = False
        self._virtual_selector = _Selector()
        self._virtual_selector.loop = self
        super().__init__(self._virtual_selector)
        self._clock_resolution = RESOLUTION
        self._own_files = len(self._virtual_selector.get_map())
        self.default_pool: DefaultPool | None = None
        self.tasks_created = 0
        self._named: Counter[str] = Counter()
        LOOPS.add(self)

    @property
    def thread(self) -> int:
        """The ident of the thread that runs it; 0 if none does."""
        return self._thread_id or 0  # type: ignore[attr-defined]

    def time(self) -> float:
        return self.bubble.now

    def call_later(self, delay: float, callback: Any, *args: Any, **options: Any) -> Any:  # type: ignore[override]
        return self.call_at(self.bubble.later(delay), callback, *args, **options)

    def call_at(self, when: float, callback: Any, *args: Any, **options: Any) -> Any:  # type: ignore[override]
        soonest = self.bubble.later(RESOLUTION) if when > self.bubble.now else when
        return super().call_at(max(when, soonest), callback, *args, **options)

    def create_task(self, coro: Any, **options: Any) -> Any:
        self.tasks_created += 1
        name = self._name_for(coro)
        if options.get("name") is None:
            options["name"] = name
        if self._task_factory is not None:  # type: ignore[attr-defined]
            return super().create_task(coro, **options)
        self._check_closed()  # type: ignore[attr-defined]
        return hashing.Task(coro, loop=self, **options)

    def create_future(self) -> Any:
        return hashing.Future(loop=self)

    def _name_for(self, coroutine: Any) -> str:
        """``fetch 3`` for the third task that runs ``fetch``: asyncio's own names, Task-17, say nothing to anybody."""
        name = getattr(coroutine, "__qualname__", None)
        what = name.rpartition("<locals>.")[2][:60] if type(name) is str else "task"
        self._named[what] += 1
        return f"{what} {self._named[what]}"

    def count_from_here(self) -> None:
        """The tasks that were made up to now are not the submission's."""
        self.tasks_created = 0
        self._named.clear()

    def call_soon_threadsafe(self, callback: Any, *args: Any, context: Any = None) -> Any:  # type: ignore[override]
        with self.bubble.mutex:  # see `_poll`: either it is delivered there, or it is not kept here
            if self.bubble.outcomes.tells and not self._polling:
                handle = asyncio.Handle(callback, args, self, context)
                self.bubble.outcomes.keep(lambda: self._hear(handle))
                return handle
        return super().call_soon_threadsafe(callback, *args, context=context)

    def _hear(self, handle: asyncio.Handle) -> None:
        self._ready.append(handle)  # type: ignore[attr-defined]
        self._write_to_self()

    def _asyncgen_finalizer_hook(self, agen: Any) -> None:
        # asyncio's own hook, called for a generator that is thrown away in the middle: its end has to wait for a turn.
        self.bubble.observer.generator_dropped(agen)
        super()._asyncgen_finalizer_hook(agen)  # type: ignore[misc]

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        if executor is None and self._default_executor is None:  # type: ignore[attr-defined]
            self.default_pool = DefaultPool()
            self.set_default_executor(self.default_pool)
        return super().run_in_executor(executor, func, *args)

    def wait_for_events(self, timeout: float | None) -> Any:
        """Called between two turns of the loop: with 0 if callbacks are ready, else with the time to the next timer."""
        files = len(self._virtual_selector.get_map()) > self._own_files
        if files:
            events = self._virtual_selector.poll(0)
            if events:
                return events
        if self._ready:  # type: ignore[attr-defined]
            self.bubble.spin()
            self.bubble.give_way()
            return []
        if files:  # a pipe, a child's output: time stands still until they speak
            self.bubble.give_way()
            return self._poll(None)
        me = current()
        if me is None:
            return self._poll(timeout)
        # In this order: a thread outside the bubble that adds a callback now either finds the waiter or is found here.
        self._idle = waiter = Waiter(me, "the event loop's next event")
        if not self._ready:  # type: ignore[attr-defined]
            timers = self._scheduled  # type: ignore[attr-defined]
            self.bubble.wait(waiter, timers[0]._when if timers else None)
        self._idle = None
        return []

    def _poll(self, timeout: float | None) -> Any:
        """Wait in the operating system, unless there is a callback.

        In this order, too: a thread outside the bubble that adds one now either wakes the poll or is found here.
        """
        with self.bubble.mutex:
            self._polling = True
            self.bubble.outcomes.deliver()
        try:
            return [] if self._ready else self._virtual_selector.poll(timeout)  # type: ignore[attr-defined]
        finally:
            self._polling = False

    def _write_to_self(self) -> None:
        waiter = self._idle
        if waiter is not None:
            self.bubble.wake(waiter)
        if self._polling:
            super()._write_to_self()  # type: ignore[misc]


class OperationFuture(hashing.Future):
    """The future of an operation that the world will end. ``what`` says which."""

    what = ""


def waiting_tasks(places: Places) -> list[Waits]:
    """What each task of every loop waits for."""
    found = []
    frames = sys._current_frames()
    for loop in list(LOOPS):
        if loop.is_closed():
            continue
        running = asyncio.current_task(loop)
        for task in list(asyncio.all_tasks(loop))[:100]:
            what = f"{_awaited(task, places)}{THOUGH_CANCELLED if task.cancelling() else ''}"
            # A coroutine that is running does not say what it awaits; the stack of its thread does.
            where = places.of_frame(frames.get(loop.thread)) if task is running else places.of_task(task.get_coro())
            who = THE_CHECK if where is NOWHERE and _is_ours(task, places) else task.get_name()[:100]
            found.append(Waits(who, what, where))
    return sorted(found, key=lambda waits: waits.who)


def _is_ours(task: "asyncio.Task[Any]", places: Places) -> bool:
    """Whether a task runs the kit's code, or that of the exercise's driver."""
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and places.belongs_to_us(code.co_filename)


def _awaited(task: "asyncio.Task[Any]", places: Places) -> str:
    """What the learner's innermost coroutine awaits, in its own words: ``Queue.join()``, not the event inside it."""
    future = getattr(task, "_fut_waiter", None)
    if future is None:
        return "nothing: it is running"
    if isinstance(future, OperationFuture):
        return future.what
    if isinstance(future, asyncio.Task):
        return f"the task {future.get_name()[:80]}"
    awaited = None
    coroutine: Any = task.get_coro()
    for _ in range(50):
        code = next((found for kind in ("cr", "gi", "ag") if (found := getattr(coroutine, f"{kind}_code", None))), None)
        if code is None:
            break
        if code.co_filename in places.files or places.belongs_to_us(code.co_filename):
            awaited = None
        elif awaited is None or awaited.co_name == "__aenter__":  # `async with lock` is nothing but an acquire()
            awaited = code
        coroutine = awaited_by(coroutine)
    if awaited is not None and awaited.co_name == "__aexit__":
        return f"the end of its {awaited.co_qualname.removesuffix('.__aexit__')}"[:100]
    if awaited is not None:
        return f"{awaited.co_qualname}()"[:100]
    return "asyncio.gather()" if type(future).__name__ == "_GatheringFuture" else "a future"
