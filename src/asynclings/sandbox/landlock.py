"""Landlock: which files a process may still reach; no TCP, no signals to others. Linux only, and for good.

Numbers are those of linux/landlock.h; the rules are those of https://docs.kernel.org/userspace-api/landlock.html.
"""

import ctypes
import errno
import os
import platform
import stat
import struct
import sys
from collections.abc import Sequence

from asynclings.sandbox.layers import ALL, Layers

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
# Where the system calls have these numbers: some old architectures count differently, and there is none to ask.
_MACHINES = ("x86_64", "aarch64", "riscv64", "ppc64le", "s390x", "armv7l", "i686")
_ASK_FOR_VERSION = 1
_BENEATH_PATH = 1
_SET_NO_NEW_PRIVS = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REGULAR, _MAKE_FIFO, _MAKE_LINK = 1 << 7, 1 << 8, 1 << 10, 1 << 12
_FIRST_RIGHTS = (1 << 13) - 1  # those of the first version; what follows came with later ones
_REFER, _TRUNCATE, _DEVICE_CONTROL = 1 << 13, 1 << 14, 1 << 15

_READ = _READ_FILE | _READ_DIR
_USE = _READ_FILE | _WRITE_FILE | _TRUNCATE | _MAKE_REGULAR | _REMOVE_FILE
_WRITE = _READ | _USE | _REMOVE_DIR | _MAKE_DIR | _MAKE_FIFO | _MAKE_LINK | _REFER
# The only ones that the kernel takes for anything but a folder: with another one it refuses the rule.
_RIGHTS_ON_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE_CONTROL

_BIND_AND_CONNECT = 3
_ABSTRACT_SOCKETS_AND_SIGNALS = 3

_LINUX = sys.platform == "linux" and platform.machine() in _MACHINES
_libc = ctypes.CDLL(None, use_errno=True) if _LINUX else None


def available() -> int:
    """The kernel's version of Landlock, from 1; 0 if it has none, or does not use it."""
    if _libc is None:
        return 0
    version = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_FOR_VERSION))
    return max(0, int(version))


class Rules:
    """What a process is to be left with; nothing at first, and nothing holds until it is taken on.

    Without the ``layers`` that it is made of, it denies less. Raises `OSError` if there is no Landlock.
    """

    def __init__(self, layers: Layers = ALL) -> None:
        self.version = available()
        if not self.version:
            why = "this kernel has no Landlock, or does not use it: see `lsm=` of its command line"
            raise OSError(errno.ENOSYS, why)
        self._handled = _handled(self.version) if "landlock.files" in layers else 0
        attributes = _attributes(self.version, self._handled, layers)
        failure = f"a set of rules of version {self.version} was not taken"
        self.descriptor = _call(failure, _CREATE_RULESET, *attributes)

    def allow(
        self,
        read: Sequence[str] = (),
        write: Sequence[str] = (),
        *,
        execute: Sequence[str] = (),
        listing: Sequence[str] = (),
        unlisted: Sequence[str] = (),
    ) -> None:
        """Add paths; those that do not exist are passed over. A folder stands for everything below it.

        ``read`` gives contents and names, ``listing`` names alone; ``write`` gives everything but devices, sockets and
        programs, ``unlisted`` the same for plain files whose names are known; ``execute`` lets a program be started.
        """
        for paths, rights in (
            (read, _READ),
            (listing, _READ_DIR),
            (write, _WRITE),
            (unlisted, _USE),
            (execute, _EXECUTE | _READ_FILE),  # the kernel reads a program that it starts, in our name
        ):
            for path in paths:
                _allow(self.descriptor, path, rights & self._handled)

    def take_on(self) -> None:
        """Leave the calling thread, and all that it starts, no more than this.

        TCP is denied from version 4 on, signals to processes outside and their abstract sockets from version 6 on.
        """
        assert _libc is not None
        if _libc.prctl(_SET_NO_NEW_PRIVS, *(ctypes.c_ulong(value) for value in (1, 0, 0, 0))) != 0:
            raise _error("no_new_privs, which Landlock asks for, was not taken")
        _call("the rules were not taken on", _RESTRICT_SELF, self.descriptor, ctypes.c_uint32(0))

    def close(self) -> None:
        os.close(self.descriptor)


def _handled(version: int) -> int:
    """Every right on files that this version knows: a right that is not named is not denied."""
    rights = _FIRST_RIGHTS
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _DEVICE_CONTROL)):
        if version >= since:
            rights |= right
    return rights


def _attributes(version: int, handled: int, layers: Layers = ALL) -> tuple[bytes, ctypes.c_size_t, ctypes.c_uint32]:
    fields = [handled]
    if version >= 4:
        fields.append(_BIND_AND_CONNECT if "landlock.network" in layers else 0)
    if version >= 6:
        fields.append(_ABSTRACT_SOCKETS_AND_SIGNALS if "landlock.others" in layers else 0)
    packed = struct.pack(f"={len(fields)}Q", *fields)
    return packed, ctypes.c_size_t(len(packed)), ctypes.c_uint32(0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # what cannot even be named needs no rule
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _RIGHTS_ON_A_FILE
        if rights:
            rule = struct.pack("=Qi", rights, place)
            _call(f"a rule for {path} was not taken", _ADD_RULE, ruleset, _BENEATH_PATH, rule, ctypes.c_uint32(0))
    finally:
        os.close(place)


def _call(failure: str, *arguments: object) -> int:
    assert _libc is not None
    result = int(_libc.syscall(*arguments))
    if result < 0:
        raise _error(failure)
    return result


def _error(failure: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"Landlock: {failure} ({os.strerror(number)})")
