"""Whether anything in some processes runs, or can ever run again, seen from outside (Linux).

A look takes down how often each thread has run. Two equal looks mean that in between nobody did, so at the end of the
first all of them slept at the same time: on however busy a machine, since a thread that has to wait for a processor is
runnable, not asleep. When the looks are taken does not matter.
"""

import os
from collections.abc import Callable, Sequence

Look = tuple[str, ...]

# futex(2): its number, and which of its operations wait. Its fourth argument is the time limit, 0 if there is none.
_FUTEX = {"x86_64": 202, "aarch64": 98, "riscv64": 98}.get(os.uname().machine) if hasattr(os, "uname") else None
_FUTEX_WAITS = {0, 9}  # FUTEX_WAIT, FUTEX_WAIT_BITSET
_FUTEX_COMMAND = 0x7F


def asleep(pids: Sequence[int]) -> Look | None:
    """A look at processes in which every thread is asleep now; None if one is not."""
    return _look(pids, lambda thread: _state(thread) in "SZ")


def deadlocked(pids: Sequence[int]) -> Look | None:
    """A look at processes in which every thread waits, without a time limit, for another thread to wake it.

    Two equal looks prove that none of them ever will. None if one does anything else, or if that cannot be seen.
    """
    return _look(pids, lambda thread: _state(thread) == "Z" or _waits_for_ever(thread))


def _look(pids: Sequence[int], as_wanted: Callable[[str], bool]) -> Look | None:
    counts = []
    try:
        for pid in pids:
            for thread in os.listdir(f"/proc/{pid}/task"):
                folder = f"/proc/{pid}/task/{thread}"
                if not as_wanted(folder):
                    return None
                counts.append(f"{thread} {_read(folder, 'schedstat').split()[2]}")
    except OSError:
        return None
    return tuple(counts)


def _read(thread: str, file: str) -> str:
    with open(f"{thread}/{file}") as opened:
        return opened.read()


def _state(thread: str) -> str:
    return _read(thread, "stat").rpartition(")")[2].split()[0]


def _waits_for_ever(thread: str) -> bool:
    """Whether it is in the system call of all locks, with no time limit. Only who may trace it is told (proc(5))."""
    number, *arguments = _read(thread, "syscall").split()
    return (
        _FUTEX is not None
        and _state(thread) == "S"
        and number == str(_FUTEX)
        and int(arguments[1], 16) & _FUTEX_COMMAND in _FUTEX_WAITS
        and int(arguments[3], 16) == 0
    )
