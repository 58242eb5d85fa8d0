"""Shared memory of a worker's own: `/dev/shm`, where the C library keeps named semaphores, as an empty folder.

It takes a mount namespace, which root may have, and others within a user namespace if the machine lets them (containers
and Ubuntu do not, as a rule). Where there is none, workers share the machine's, in which they can list nothing, and use
names that nobody can guess. Numbers are those of linux/sched.h and linux/mount.h.
"""

import ctypes
import os
import sys

from asynclings.sandbox import capabilities

FOLDER = "/dev/shm"
_ROOM = b"size=256m,nr_inodes=4k,mode=1777"
_NEW_MOUNTS, _NEW_USER = 0x00020000, 0x10000000
_NO_SETUID, _NO_DEVICES, _NO_PROGRAMS, _RECURSIVELY, _PRIVATELY = 2, 4, 8, 1 << 14, 1 << 18
_SET_DUMPABLE = 4  # linux/prctl.h


def available() -> str:
    """Whether a process may have its own: empty if so, else why not. Tries it in a process of its own."""
    if sys.platform != "linux":
        return "only Linux has it"
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            separate()
        except BaseException as error:
            os.write(writing, (getattr(error, "strerror", None) or str(error)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        why = answer.read()
    os.waitpid(pid, 0)
    return why


def separate() -> None:
    """Give the calling process, which may have one thread only, an empty `/dev/shm`. Raises `OSError`."""
    libc = ctypes.CDLL(None, use_errno=True)

    def check(failure: str, result: int) -> None:
        if result != 0:
            number = ctypes.get_errno()
            raise OSError(number, f"{failure} ({os.strerror(number)})")

    if capabilities.held(capabilities.SYS_ADMIN):
        check("this machine gives no mount namespace", libc.unshare(_NEW_MOUNTS))
    else:
        user, group = os.geteuid(), os.getegid()
        # Who is hidden owns none of its files in /proc.
        libc.prctl(_SET_DUMPABLE, *(ctypes.c_ulong(value) for value in (1, 0, 0, 0)))
        check("this machine gives no user namespace", libc.unshare(_NEW_USER | _NEW_MOUNTS))
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            try:
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(text)
            except OSError as error:
                raise OSError(error.errno, f"this machine gives a user namespace no users ({error.strerror})") from None
        libc.prctl(_SET_DUMPABLE, *(ctypes.c_ulong(value) for value in (0, 0, 0, 0)))
    mount = libc.mount
    failure = "this machine lets a namespace mount nothing"
    check(failure, mount(b"none", b"/", None, ctypes.c_ulong(_RECURSIVELY | _PRIVATELY), None))
    flags = ctypes.c_ulong(_NO_SETUID | _NO_DEVICES | _NO_PROGRAMS)
    check(failure, mount(b"tmpfs", FOLDER.encode(), b"tmpfs", flags, _ROOM))
