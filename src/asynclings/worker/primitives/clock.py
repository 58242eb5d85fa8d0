"""`time`: its clocks and its sleep, in virtual time."""

import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

from asynclings.worker.participants import current
from asynclings.worker.primitives.waiting import wait

_real_sleep = time.sleep


def install() -> None:
    """Put them in place."""
    time.sleep = sleep  # type: ignore[assignment]
    names: tuple[Literal["monotonic", "perf_counter", "time"], ...] = ("monotonic", "perf_counter", "time")
    for name in names:
        setattr(time, name, _clock(getattr(time, name), nanoseconds=False))
        setattr(time, f"{name}_ns", _clock(getattr(time, f"{name}_ns"), nanoseconds=True))
    # Bound there when those modules were imported.
    threading._time = queue.time = time.monotonic  # type: ignore[attr-defined]


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
        wait(f"time.sleep({seconds:g})", me.bubble.later(seconds))


def _clock(real: Callable[[], Any], nanoseconds: bool) -> Callable[[], Any]:
    def read() -> Any:
        me = current()
        if me is None:
            return real()
        me.bubble.spin()
        return round(me.bubble.now * 1e9) if nanoseconds else me.bubble.now

    read.__name__ = real.__name__
    return read
