"""Locks and conditions: all other primitives of `threading`, its queues and its pools are built on these."""

import _thread
import queue
import sys
import threading
from collections import deque
from types import FrameType
from typing import Any

from asynclings.worker.participants import Waiter, current
from asynclings.worker.primitives.waiting import wait, waited_for

_real_condition_wait = threading.Condition.wait


def install() -> None:
    """Put them in place."""
    threading.Lock, threading.RLock = Lock, RLock  # type: ignore[assignment]
    threading.Condition.wait = condition_wait  # type: ignore[method-assign]
    queue.SimpleQueue = queue._PySimpleQueue  # type: ignore[attr-defined, misc]  # the thread pools' work queue


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
        return self._wait(None if timeout is None or timeout < 0 else me.bubble.later(timeout))

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
            woken = me.bubble.wait(waiter, None if timeout is None else me.bubble.later(timeout))
        else:
            me.bubble.spin()
            woken = waiter.done
        return woken
    finally:
        self._acquire_restore(saved)
        if not woken and waiter in self._waiters:
            self._waiters.remove(waiter)
