"""What each process below the submission's own burnt, read from outside.

Only its parent learns exactly what a process had burnt when it ended. So each is looked at again and again while it
lives, and the last look counts: what it burns after that, at most until the next look would come, is missed.
"""

import time
from collections.abc import Iterable

import psutil

EVERY = 0.01  # real seconds between two looks


class Accounts:
    """Processor seconds by process, but for those which multiprocessing itself needs and that do no work."""

    def __init__(self) -> None:
        self._spent: dict[int, float] = {}
        self._servants: dict[str, int] = {}  # one of each kind: whoever merely calls himself so has an account
        self._next = 0.0

    def look(self, pids: Iterable[int]) -> None:
        """Look at these processes, unless that was just done."""
        if time.monotonic() < self._next:
            return
        for pid in pids:
            try:
                process = psutil.Process(pid)
                times = process.cpu_times()
                kind = _serves_as(process)
                if kind and self._servants.setdefault(kind, pid) == pid:
                    self._spent.pop(pid, None)  # it may have been seen before it had become what it is
                    continue
            except psutil.Error:  # it is gone, or about to be
                continue
            self._spent[pid] = max(self._spent.get(pid, 0.0), times.user + times.system)
        self._next = time.monotonic() + EVERY

    @property
    def spent(self) -> list[float]:
        """What they burnt, the most first."""
        return sorted(self._spent.values(), reverse=True)


def _serves_as(process: psutil.Process) -> str:
    """Whether it seems to be multiprocessing's resource tracker, or the server of which its workers are forked.

    https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
    """
    command = " ".join(process.cmdline())
    if "multiprocessing.forkserver" in command:  # the workers have its command line
        parent = process.parent()
        forked = parent is not None and "multiprocessing.forkserver" in " ".join(parent.cmdline())
        return "" if forked else "server"
    return "tracker" if "multiprocessing.resource_tracker" in command else ""
