"""Threads: participants of the bubble from the moment of their start."""

import asyncio
import concurrent.futures.process
import threading

from asynclings.worker.bubble import Bubble
from asynclings.worker.participants import Participant, current, outside
from asynclings.worker.primitives.waiting import wait

_real_start = threading.Thread.start
_real_join = threading.Thread.join
_real_is_alive = threading.Thread.is_alive
_real_enumerate = threading.enumerate
_real_event_is_set = threading.Event.is_set


def install() -> None:
    """Put them in place."""
    threading.Thread.start, threading.Thread.join = start, join  # type: ignore[method-assign]
    threading.Thread.is_alive = is_alive  # type: ignore[method-assign]
    threading.Event.is_set = event_is_set  # type: ignore[method-assign]
    threading.enumerate, threading.active_count = enumerate_threads, active_count


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
        deadline = None if timeout is None else me.bubble.later(max(0.0, timeout))
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
