"""Trees of processes: who descends from whom, and their end."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

PATIENCE = 5.0  # real seconds: a dying process of a gigabyte needs a tenth of one to vanish


def kill_descendants(spare: int | None = None) -> None:
    """Kill and reap everything below the calling process, but for one to ``spare``.

    A killed process group is not a killed tree (a daemon leaves its group), so this goes on until nobody is left.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        _reap_dead()
        below = children_of(os.getpid(), spare)
        if not any([_kill(pid) for pid in below]) or not _wait_for_one():
            break


def kill_group(leader: int) -> None:
    """Kill all that has stayed in the group that this process led, whoever starts more of them meanwhile.

    A signal to a group reaches every member of it, and a fork that it interrupts is not made (`copy_process` in the
    kernel's kernel/fork.c). Who kills one after another is never done with a tree that grows faster.
    """
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def kill_below(pid: int) -> None:
    """Kill what descends from a process now, but not itself."""
    for each in children_of(pid):
        _kill(each)


def kill_orphans(ours: Callable[[int], bool]) -> None:
    """Kill and reap those children of the calling process that are ``ours``, and what then comes to it from below them.

    For a process that has children of other people's: those are neither killed nor waited for.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        struck = [pid for pid in _children_of(os.getpid()) if ours(pid) and _kill(pid)]
        if not struck:
            break
        for pid in struck:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def in_session(pid: int, leader: int) -> bool:
    """Whether a process belongs to the session that this one leads."""
    try:
        return os.getsid(pid) == leader
    except ProcessLookupError:
        return False


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def children_of(pid: int, spare: int | None = None) -> list[int]:
    """The pids of all living descendants, but for a child to ``spare``, who has none."""
    if not _KERNEL_LISTS_CHILDREN:
        return [child.pid for child in _descendants(pid) if child.pid != spare]
    found = [child for child in _children_of(pid) if child != spare]
    for each in found:  # it grows meanwhile: a chain of processes can be deeper than a recursion may be
        found += _children_of(each)
    return found


def _children_of(pid: int) -> list[int]:
    if not _KERNEL_LISTS_CHILDREN:
        return [child.pid for child in _descendants(pid, recursive=False)]
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):
        # Each thread has children of its own.
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                found += [int(word) for word in file.read().split()]
    return found


def threads_in(pid: int) -> int:
    """How many threads a process has; 0 if it has ended, or where the system does not tell."""
    try:
        return os.stat(f"/proc/{pid}/task").st_nlink - 2  # a folder for each
    except OSError:
        return 0


# Not on macOS, and on Linux it depends on CONFIG_PROC_CHILDREN.
_KERNEL_LISTS_CHILDREN = os.path.exists(f"/proc/self/task/{os.getpid()}/children")


def _descendants(pid: int, recursive: bool = True) -> list[Any]:
    import psutil  # only where there is no /proc: the zygote should not have to import it

    try:
        return list(psutil.Process(pid).children(recursive=recursive))
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
