"""Capabilities: what root may do beyond others, in pieces (linux/capability.h). A worker has none, for good.

Without them root is bound by limits, modes and owners like anybody else. Nor does starting a program as root give them
back: what a program may get is kept in a bounding set, which is emptied as well (man 7 capabilities).
"""

import ctypes
import errno
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3: two words of 32 bits for each of three sets
_EFFECTIVE, _PERMITTED, _INHERITABLE = range(3)
_SETPCAP, SYS_ADMIN = 8, 21
_CAPBSET_DROP = 24  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True)
_NOTHING = [ctypes.c_ulong(0)] * 3


def held(number: int) -> bool:
    """Whether the calling thread may use this capability now."""
    return bool(_get()[_EFFECTIVE] >> number & 1)


def bound() -> None:
    """Keep them from every program that the calling thread, or what descends from it, starts. Raises `OSError`."""
    if held(_SETPCAP):
        number = 0
        while _libc.prctl(_CAPBSET_DROP, ctypes.c_ulong(number), *_NOTHING) == 0:
            number += 1
        if ctypes.get_errno() != errno.EINVAL:  # which says that there are no more
            _check("cannot be kept from programs", -1)


def drop() -> None:
    """Leave the calling thread, and what it forks, no capability. Raises `OSError`."""
    _set(0, 0, 0)


@contextmanager
def set_aside() -> Iterator[None]:
    """Do something without capabilities that can be taken up again afterwards."""
    effective, permitted, inheritable = _get()
    _set(0, permitted, inheritable)
    try:
        yield
    finally:
        _set(effective, permitted, inheritable)


def _get() -> tuple[int, int, int]:
    """The sets, as numbers with a bit for each capability: effective, permitted, inheritable."""
    data = ctypes.create_string_buffer(24)
    _check("cannot be read", _libc.capget(struct.pack("=Ii", _VERSION, 0), data))
    words = struct.unpack("=6I", data)
    effective, permitted, inheritable = (words[kind] | words[kind + 3] << 32 for kind in range(3))
    return effective, permitted, inheritable


def _set(effective: int, permitted: int, inheritable: int) -> None:
    sets = (effective, permitted, inheritable)
    data = struct.pack("=6I", *(each & 0xFFFFFFFF for each in sets), *(each >> 32 for each in sets))
    _check("cannot be given up", _libc.capset(struct.pack("=Ii", _VERSION, 0), data))


def _check(failure: str, result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"capabilities {failure} ({os.strerror(number)})")
