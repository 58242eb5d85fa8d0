"""Blocking primitives of the standard library that know the bubble.

Each one first asks whether the calling thread is a participant; threads outside the bubble (a process pool's manager,
say) keep real time and real waits. `install` is called once, before httpx and any submission are imported, so that
`from time import sleep` is covered too. What is patched, and why each: the table in docs/how-it-works.md.
"""

import _thread
import asyncio
import concurrent.futures.process
import os
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any, Literal

from asynclings.worker.bubble import MEMBERS, Bubble, Participant, Waiter, current, outside

_real_sleep = time.sleep
_real_condition_wait = threading.Condition.wait
_real_start = threading.Thread.start
_real_join = threading.Thread.join
_real_is_alive = threading.Thread.is_alive
_real_enumerate = threading.enumerate
_real_event_is_set = threading.Event.is_set
_real_submit = concurrent.futures.process.ProcessPoolExecutor.submit


def wait(
    what: str, deadline: float | None, register: Callable[[Waiter], None] | None = None, noticed: bool = True
) -> bool:
    """Block the calling participant; a wait in an event loop's thread is noticed. Returns False on time-out."""
    me = current()
    assert me is not None
    if noticed:
        me.bubble.observer.blocking_call(what)
    waiter = Waiter(me, what)
    if register is not None:
        register(waiter)
    return me.bubble.wait(waiter, deadline)


# ---------------------------------------------------------------- time


def sleep(seconds: float, /) -> None:
    me = current()
    if me is None:
        _real_sleep(seconds)
        return
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    if seconds > threading.TIMEOUT_MAX:
        raise OverflowError("timestamp too large to convert to C PyTime_t")
    if seconds == 0:
        me.bubble.spin()
        me.bubble.give_way()
    else:
        wait(f"time.sleep({seconds:g})", me.bubble.now + seconds)


def _clock(real: Callable[[], Any], nanoseconds: bool) -> Callable[[], Any]:
    def read() -> Any:
        me = current()
        if me is None:
            return real()
        me.bubble.spin()
        return round(me.bubble.now * 1e9) if nanoseconds else me.bubble.now

    read.__name__ = real.__name__
    return read


# ---------------------------------------------------------------- locks


class Lock:
    """`threading.Lock`: a real lock inside, whose waiters, if they are participants, wait in the bubble.

    Unless a thread outside the bubble holds it: that is waited for really, and time stands still meanwhile.
    """

    _what = "a threading.Lock"

    def __init__(self) -> None:
        self._raw = _thread.allocate_lock()
        self._waiters: deque[Waiter] = deque()
        self._held_inside = False
        _made_by(sys._getframe(1))

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        me = current()
        if self._raw.acquire(False):
            self._held_inside = me is not None
            return True
        if not blocking:
            if me is not None:
                me.bubble.spin()
            return False
        if me is None:
            return self._raw.acquire(True, timeout)
        return self._wait(None if timeout is None or timeout < 0 else me.bubble.now + timeout)

    def _wait(self, deadline: float | None) -> bool:
        while True:
            if not self._held_inside:
                self._held_inside = self._raw.acquire()
                return True
            in_time = wait(self._what, deadline, self._waiters.append)
            if self._raw.acquire(False):
                self._held_inside = True
                return True
            if not in_time:
                return False  # `release` passes over a waiter that was woken already

    def release(self) -> None:
        self._held_inside = False
        self._raw.release()
        while self._waiters:
            waiter = self._waiters.popleft()
            if waiter.participant.bubble.wake(waiter):
                break

    def locked(self) -> bool:
        return self._raw.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *exception: object) -> None:
        self.release()

    def _is_owned(self) -> bool:
        """What `threading.Condition` asks; its own way, a failing `acquire`, would look like spinning."""
        return self._raw.locked()

    def _at_fork_reinit(self) -> None:
        self._raw = _thread.allocate_lock()
        self._waiters.clear()
        self._held_inside = False


class RLock:
    """`threading.RLock` on top of `Lock`, with what `threading.Condition` needs of it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lock._what = "a threading.RLock"
        _made_by(sys._getframe(1))
        self._owner: int | None = None
        self._count = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        ident = _thread.get_ident()
        if self._owner == ident:
            self._count += 1
            return True
        if not self._lock.acquire(blocking, timeout):
            return False
        self._owner, self._count = ident, 1
        return True

    def release(self) -> None:
        if not self._is_owned():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._owner = None
            self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *exception: object) -> None:
        self.release()

    def _is_owned(self) -> bool:
        return self._owner == _thread.get_ident()

    def _release_save(self) -> tuple[int, int | None]:
        state = self._count, self._owner
        self._count, self._owner = 0, None
        self._lock.release()
        return state

    def _recursion_count(self) -> int:
        """What multiprocessing's resource tracker asks."""
        return self._count if self._is_owned() else 0

    def _acquire_restore(self, state: tuple[int, int | None]) -> None:
        self._lock.acquire()
        self._count, self._owner = state

    def _at_fork_reinit(self) -> None:
        self._lock._at_fork_reinit()
        self._owner, self._count = None, 0


def _made_by(maker: FrameType) -> None:
    """Let others run where the submission makes a lock: between "is there one?" and "here is one" they could any time.

    Only where its own line does; the interpreter switches threads between two instructions, so `defaultdict(Lock)`
    makes and keeps one without a gap.
    """
    me = current()
    if me is not None and me.bubble.observer.lock_created(maker):
        me.bubble.give_way()


# `Condition.notify` releases each waiter it finds, so a `Waiter` need only have `.release()`.
def condition_wait(self: Any, timeout: float | None = None) -> bool:
    me = current()
    if me is None:
        return _real_condition_wait(self, timeout)
    if not self._is_owned():
        raise RuntimeError("cannot wait on un-acquired lock")
    waiter = Waiter(me, waited_for(sys._getframe(1)))
    self._waiters.append(waiter)
    saved = self._release_save()
    woken = False
    try:
        if timeout is None or timeout > 0:
            me.bubble.observer.blocking_call(waiter.what)
            woken = me.bubble.wait(waiter, None if timeout is None else me.bubble.now + timeout)
        else:
            me.bubble.spin()
            woken = waiter.done
        return woken
    finally:
        self._acquire_restore(saved)
        if not woken and waiter in self._waiters:
            self._waiters.remove(waiter)


def waited_for(frame: FrameType | None) -> str:
    """Which of the things built on `threading.Condition` waits: the outermost frame inside the standard library."""
    name = "a threading.Condition"
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module not in _BUILT_ON_CONDITION:
            break
        name = f"{frame.f_code.co_qualname}()" if module != "asynclings.worker.primitives" else name
        frame = frame.f_back
    return name


_BUILT_ON_CONDITION = {
    "threading",
    "queue",
    "concurrent.futures._base",
    "concurrent.futures.thread",
    "asynclings.worker.primitives",
}


# ---------------------------------------------------------------- threads


def start(self: threading.Thread) -> None:
    me = current()
    begun = getattr(self, "_started", None)  # None if the subclass has forgotten to call our __init__
    if begun is None or _real_event_is_set(begun):
        _real_start(self)  # says what is wrong
    if me is None or isinstance(self, concurrent.futures.process._ExecutorManagerThread):
        with outside():
            _real_start(self)
        return
    bubble, run = me.bubble, self.run
    if _watches_child(self):
        _start_outside(self, bubble)
        return
    member = bubble.expect(self.name)

    def run_in_bubble() -> None:
        bubble.arrive(member)
        try:
            run()
        finally:
            bubble.leave(member)

    self._asynclings_member = member  # type: ignore[attr-defined]
    self.run = run_in_bubble  # type: ignore[method-assign]
    try:
        with outside():  # starting waits, really, until the thread exists; it does not wait for the baton
            _real_start(self)
    except BaseException:
        bubble.unexpect(member)
        raise
    bubble.observer.thread_started(self, member)


def _watches_child(thread: threading.Thread) -> bool:
    """Whether this is the thread in which asyncio (to 3.11, and where there is no pidfd) waits for a child process."""
    watcher = getattr(asyncio, "ThreadedChildWatcher", None)
    target = getattr(thread, "_target", None)
    return watcher is not None and getattr(target, "__func__", None) is watcher._do_waitpid


def _start_outside(thread: threading.Thread, bubble: Bubble) -> None:
    """Start a thread that is no participant; time stands still until it is over."""
    run, go_on = thread.run, bubble.hold_time()

    def run_and_go_on() -> None:
        try:
            run()
        finally:
            go_on()

    thread.run = run_and_go_on  # type: ignore[method-assign]
    with outside():
        _real_start(thread)


def _member(thread: threading.Thread) -> Participant | None:
    return getattr(thread, "_asynclings_member", None)


def join(self: threading.Thread, timeout: float | None = None) -> None:
    me, member = current(), _member(self)
    if me is None or member is None or member is me:
        _real_join(self, timeout)
        return
    if not member.over:
        deadline = None if timeout is None else me.bubble.now + max(0.0, timeout)
        what, begun = f"Thread.join() of {self.name}", me.bubble.now
        in_time = wait(what, deadline, member.joiners.append, noticed=False)
        # A thread that has nothing left to do but to end keeps nobody waiting: a pool's `with` ends by joining such.
        if me.bubble.now > begun:
            me.bubble.observer.blocking_call(what)
        if not in_time:
            return
    _real_join(self)


def is_alive(self: threading.Thread) -> bool:
    me, member = current(), _member(self)
    if me is None or member is None:
        return _real_is_alive(self)
    me.bubble.spin()
    return not member.over


def enumerate_threads() -> list[threading.Thread]:
    return [thread for thread in _real_enumerate() if (member := _member(thread)) is None or not member.over]


def active_count() -> int:
    return len(enumerate_threads())


def event_is_set(self: threading.Event) -> bool:
    me = current()
    if me is not None:
        me.bubble.look()
    return _real_event_is_set(self)


# ---------------------------------------------------------------- processes


def submit_to_processes(self: Any, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
    """A process pool is outside the bubble: time stands still while its futures are pending."""
    me = current()
    if me is None:
        return _real_submit(self, fn, *args, **kwargs)
    go_on = me.bubble.hold_time()
    try:
        future = _real_submit(self, fn, *args, **kwargs)
    except BaseException:
        go_on()
        raise
    # Only after the callbacks have run: asyncio hears of the result through one of them.
    call_back = future._invoke_callbacks  # type: ignore[attr-defined]

    def call_back_and_go_on() -> None:
        try:
            call_back()
        finally:
            go_on()

    with future._condition:
        if future.done():
            go_on()
        else:
            future._invoke_callbacks = call_back_and_go_on  # type: ignore[attr-defined]
    return future


# ---------------------------------------------------------------- event loops


def install(new_event_loop: Callable[[Bubble], asyncio.AbstractEventLoop]) -> None:
    """Put the primitives in place, in this process, for good."""
    real_new_event_loop = asyncio.events.new_event_loop

    def new_loop() -> asyncio.AbstractEventLoop:
        me = current()
        return real_new_event_loop() if me is None else new_event_loop(me.bubble)

    asyncio.events.new_event_loop = asyncio.new_event_loop = new_loop
    asyncio.runners.events.new_event_loop = new_loop  # type: ignore[attr-defined]
    # `asyncio.get_event_loop` asks the policy; 3.14 gives its class another name.
    events: Any = asyncio.events
    policy = getattr(events, "BaseDefaultEventLoopPolicy", None) or events._BaseDefaultEventLoopPolicy
    real_of_policy = policy.new_event_loop

    def new_loop_of_policy(self: Any) -> Any:
        me = current()
        return real_of_policy(self) if me is None else new_event_loop(me.bubble)

    policy.new_event_loop = new_loop_of_policy
    time.sleep = sleep  # type: ignore[assignment]
    names: tuple[Literal["monotonic", "perf_counter", "time"], ...] = ("monotonic", "perf_counter", "time")
    for name in names:
        setattr(time, name, _clock(getattr(time, name), nanoseconds=False))
        setattr(time, f"{name}_ns", _clock(getattr(time, f"{name}_ns"), nanoseconds=True))
    # Bound there when those modules were imported.
    threading._time = queue.time = time.monotonic  # type: ignore[attr-defined]
    threading.Lock, threading.RLock = Lock, RLock  # type: ignore[assignment]
    threading.Condition.wait = condition_wait  # type: ignore[method-assign]
    threading.Thread.start, threading.Thread.join = start, join  # type: ignore[method-assign]
    threading.Thread.is_alive = is_alive  # type: ignore[method-assign]
    threading.Event.is_set = event_is_set  # type: ignore[method-assign]
    threading.enumerate, threading.active_count = enumerate_threads, active_count
    queue.SimpleQueue = queue._PySimpleQueue  # type: ignore[attr-defined, misc]  # the thread pools' work queue
    concurrent.futures.process.ProcessPoolExecutor.submit = submit_to_processes  # type: ignore[method-assign]
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=MEMBERS.clear)  # a child process lives in real time
