"""Where a run with processes does its work, hands it on, and waits for it: the lines behind what is seen from outside.

Of these things nobody else tells. Who waits, on the virtual clock, the bubble does; in real time the calls are watched.
"""

import concurrent.futures
import functools
import multiprocessing.process
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from asynclings import workloads
from asynclings.worker.hygiene import HygieneObserver
from asynclings.worker.places import who_asks
from asynclings.worker.primitives.waiting import waited_for

_POOLS: tuple[Any, ...] = (concurrent.futures.ThreadPoolExecutor, concurrent.futures.ProcessPoolExecutor)


class WorkObserver:
    """Notices, each with the learner's line. What forked processes do is not the run's own doing, and passed over."""

    def __init__(self, observer: HygieneObserver) -> None:
        self._observer = observer
        self._pid = os.getpid()

    def watch(self) -> None:
        """Watch from now on who does this process's work."""
        workloads.meet = self._noticing("worked_at_home", workloads.meet)
        for pool in _POOLS:
            pool.__init__ = self._noticing("pool_made", pool.__init__)
            pool.submit = self._noticing("job_submitted", pool.submit)
        process: Any = multiprocessing.process.BaseProcess
        process.start = self._noticing("process_started", process.start)

    def watch_waits(self) -> None:
        """Watch from now on what it waits for."""
        time.sleep = self._waiting(time.sleep, lambda _: "time.sleep()")
        condition: Any = threading.Condition
        condition.wait = self._waiting(condition.wait, waited_for)

    def _noticing(self, kind: str, function: Any) -> Any:
        @functools.wraps(function)
        def noticed(*args: Any, **kwargs: Any) -> Any:
            if os.getpid() == self._pid:
                self._observer.notice(kind, "", who_asks(self._observer.places)[1])
            return function(*args, **kwargs)

        return noticed

    def _waiting(self, function: Any, what: Callable[[Any], str]) -> Any:
        @functools.wraps(function)
        def waiting(*args: Any, **kwargs: Any) -> Any:
            if os.getpid() == self._pid:
                name = what(sys._getframe(1))
                if name != "Thread.start()":  # which waits for the thread to exist, and no longer
                    self._observer.blocking_call(name)
            return function(*args, **kwargs)

        return waiting
