"""What each process below the submission's own burnt, read from outside.

Only its parent learns exactly what a process had burnt when it ended. So each is looked at again and again while it
lives, and the last look counts: what it burns after that, at most until the next look would come, is missed.
"""

import time
from collections.abc import Iterable

import psutil

EVERY = 0.01  # real seconds between two looks


class Accounts:
    """Processor seconds by process."""

    def __init__(self) -> None:
        self._spent: dict[int, float] = {}
        self._next = 0.0

    def look(self, pids: Iterable[int]) -> None:
        """Look at these processes, unless that was just done."""
        if time.monotonic() < self._next:
            return
        for pid in pids:
            try:
                times = psutil.Process(pid).cpu_times()
            except psutil.NoSuchProcess:
                continue
            self._spent[pid] = max(self._spent.get(pid, 0.0), times.user + times.system)
        self._next = time.monotonic() + EVERY

    @property
    def spent(self) -> list[float]:
        """What they burnt, the most first."""
        return sorted(self._spent.values(), reverse=True)
