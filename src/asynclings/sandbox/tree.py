"""Trees of processes: who descends from whom, what they burnt, and their end."""

import os
import signal
import time
from typing import Any

PATIENCE = 5.0  # real seconds: a dying process of a gigabyte needs a tenth of one to vanish


def kill_descendants() -> int:
    """Kill and reap everything below the calling process; how many there were.

    A killed process group is not a killed tree (a daemon leaves its group), so this goes on until nobody is left.
    """
    killed: set[int] = set()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        _reap_dead()
        below = children_of(os.getpid())
        if not below:
            break
        for pid in below:
            try:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
            except ProcessLookupError:
                continue
        if not _wait_for_one():
            break
    return len(killed)


def children_of(pid: int) -> list[int]:
    """The pids of all living descendants."""
    listing = f"/proc/{pid}/task/{pid}/children"
    try:
        with open(listing) as file:
            direct = [int(word) for word in file.read().split()]
    except OSError:
        return [child.pid for child in _descendants(pid)]
    return direct + [grandchild for child in direct for grandchild in children_of(child)]


def _descendants(pid: int) -> list[Any]:
    import psutil  # only where there is no /proc: the zygote should not have to import it

    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _reap_dead() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return


def _wait_for_one() -> bool:
    """Wait until a killed child is gone; False if there is none."""
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        return False
    return True
