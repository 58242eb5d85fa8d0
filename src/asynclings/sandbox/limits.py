"""What a worker takes from itself before it imports the submission."""

import ctypes
import os
import resource
import sys
import threading

from asynclings.sandbox import capabilities, shared_memory
from asynclings.sandbox.layers import Layers
from asynclings.sandbox.policy import Guard, Policy
from asynclings.sandbox.requests import Job

THREAD_STACK = 1 << 20  # bytes: stacks count as data, and 64 threads of the usual 8 MiB would be half a gigabyte
OPEN_FILES = 128
# That all programs of the user may start on top of those that ran before, for each run that goes on at once: ends a
# fork bomb, and leaves the others what they need.
PROCESSES = 2_048
ADDRESS_SPACE = 4 << 30  # a tighter one already stops a harmless pool of twenty threads (malloc arenas)

# From linux/prctl.h.
_SET_PDEATHSIG, _SET_DUMPABLE, _SET_CHILD_SUBREAPER, _SET_NO_NEW_PRIVS = 1, 4, 36, 38
_SIGKILL = 9

# What is done before there is a worker, by the keeper, the zygote, and as it settles in.
_BEFORE = ("environment", "descriptors", *(("undumpable",) if sys.platform == "linux" else ()))

LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def _prctl(option: int, value: int) -> None:
    assert _libc is not None
    if _libc.prctl(option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"prctl {option}: {os.strerror(error)}")


def adopt_orphans(on: bool = True) -> None:
    """Become the parent of whatever loses its own below us (Linux)."""
    if LINUX:
        _prctl(_SET_CHILD_SUBREAPER, int(on))


def hide(on: bool = True) -> None:
    """Be unreadable for processes of the same user (Linux), and so for workers: no memory, environment, descriptors."""
    if LINUX:
        _prctl(_SET_DUMPABLE, int(not on))


def show() -> None:
    """Be readable again, in a child: the grader sees from outside what it waits for."""
    if LINUX:
        _prctl(_SET_DUMPABLE, 1)


def limited(pid: int) -> bool:
    """Whether a process carries a worker's limits: children inherit them, and only the privileged get rid of them."""
    try:
        with open(f"/proc/{pid}/limits") as file:
            line = next(line for line in file if line.startswith("Max open files"))
    except (OSError, StopIteration):
        return False
    hard = line.split()[4]
    return hard.isdecimal() and int(hard) <= OPEN_FILES


def count_processes() -> None:
    """Count the threads of our user, once: `RLIMIT_NPROC` is about all of them together."""
    global _processes_before
    if LINUX and os.getuid() != 0:  # it does not bind root
        _processes_before = sum(map(_threads_of_ours, filter(str.isdecimal, os.listdir("/proc"))))


def _threads_of_ours(pid: str) -> int:
    try:
        status = os.stat(f"/proc/{pid}/task")
    except OSError:
        return 0
    return status.st_nlink - 2 if status.st_uid == os.getuid() else 0  # a folder for each thread


_processes_before: int | None = None


def apply(job: Job, zygote: int, guard: Guard) -> list[str]:
    """Limit the calling process, a child of ``zygote``; the names of the layers that are now active."""
    layers = Layers(frozenset(job.without))
    active = ["process", *(name for name in _BEFORE if name in layers)]
    if "session" in layers:
        os.setsid()
        active.append("session")
    threading.stack_size(THREAD_STACK)
    if os.name == "posix" and "rlimits" in layers:
        _resource_limits(job, layers)
        active.append("rlimits")
    policy = Policy(processes="processes" in job.policy, disk="disk" in job.policy)
    if policy.processes and guard.private_memory and "private_shm" in layers:
        shared_memory.separate()
        active.append("private_shm")
    if LINUX and "capabilities" in layers:
        capabilities.drop()
        active.append("capabilities")
    if LINUX and "parent_death" in layers:
        _prctl(_SET_PDEATHSIG, _SIGKILL)
        if os.getppid() != zygote:
            raise OSError("the zygote has died")  # before we could ask to hear of it
        active.append("parent_death")
    if LINUX and "no_new_privs" in layers:
        _prctl(_SET_NO_NEW_PRIVS, 1)
        active.append("no_new_privs")
    show()
    write = [*filter(None, [job.rendezvous])]
    read = [job.folder]
    (write if policy.disk else read).append(job.scratch)
    return active + guard.take_on(policy, read, write, layers)


def _resource_limits(job: Job, layers: Layers) -> None:
    def limit(rule: str, name: str, soft: int, hard: int | None = None) -> None:
        if f"rlimits.{rule}" in layers:
            resource.setrlimit(getattr(resource, name), (soft, soft if hard is None else hard))

    limit("core", "RLIMIT_CORE", 0)
    limit("file_size", "RLIMIT_FSIZE", job.file_size)
    limit("open_files", "RLIMIT_NOFILE", OPEN_FILES)
    # The first signal says where the program is, the second one, a second of processor time later, cannot be caught.
    limit("processor", "RLIMIT_CPU", job.processor_seconds, job.processor_seconds + 1)
    if _processes_before is not None:
        limit("processes", "RLIMIT_NPROC", _processes_before + PROCESSES * job.at_once)
    if LINUX:  # macOS refuses both (cpython issue 78783)
        limit("memory", "RLIMIT_DATA", job.memory)
        limit("address_space", "RLIMIT_AS", ADDRESS_SPACE)
