"""Processes: they live outside the bubble, in real time."""

import concurrent.futures.process
import os
from typing import Any

from asynclings.worker.participants import MEMBERS, current

_real_submit = concurrent.futures.process.ProcessPoolExecutor.submit


def install() -> None:
    """Let time stand still while a pool of processes works, and no child take itself for a participant."""
    concurrent.futures.process.ProcessPoolExecutor.submit = submit_to_processes  # type: ignore[method-assign]
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=MEMBERS.clear)


def submit_to_processes(self: Any, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
    """A process pool is outside the bubble: time stands still while its futures are pending."""
    me = current()
    if me is None:
        return _real_submit(self, fn, *args, **kwargs)
    bubble = me.bubble
    with bubble.mutex:
        job, go_on = bubble.outcomes.new_job(), bubble.hold_time()
    try:
        future = _real_submit(self, fn, *args, **kwargs)
    except BaseException:
        go_on()
        raise
    # Only after the callbacks have run: asyncio hears of the result through one of them.
    call_back, add_callback = future._invoke_callbacks, future.add_done_callback  # type: ignore[attr-defined]

    def call_back_and_go_on() -> None:
        try:
            with bubble.outcomes.telling(job):
                call_back()
        finally:
            go_on()

    def add_done_callback(fn: Any) -> None:
        with bubble.outcomes.telling(job):  # it is called now if the job is done
            add_callback(fn)

    future.add_done_callback = add_done_callback  # type: ignore[method-assign]
    with future._condition:
        if future.done():
            go_on()
        else:
            future._invoke_callbacks = call_back_and_go_on  # type: ignore[attr-defined]
    return future
