"""The slow disk of a run: every write into a file asks the world, and blocks its caller until that has answered.

Files are real, and so is all that is done with them. Only a write of bytes into one (not of lines into its buffer)
waits for the world first, whichever way it comes: `open`, pathlib, tempfile, shutil, `os.fdopen`, `os.write` and its
kin. But for a file that is mapped into memory (mmap), and for what an extension does in C.
"""

import _pyio  # type: ignore[import-not-found]
import builtins
import errno
import inspect
import io
import os
import stat
import tempfile
from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any

from asynclings.worker.participants import current

_real_open = io.open
_real_os_open = os.open
_real_utime = os.utime

Ask = Callable[[str, int], int]


class SlowDisk:
    """Knows the files that were opened by a path. ``ask`` is the world's disk; None while writing costs nothing."""

    def __init__(self) -> None:
        self.ask: Ask | None = None
        self._names: dict[tuple[int, int], str] = {}

    def install(self) -> None:
        """From now on files of this process are opened here."""
        # It finds its folder by writing there, and holds a lock meanwhile that the bubble does not know: better now.
        tempfile.gettempdir()
        # The standard library's own `open` as it stands in Python, with io's classes and another file at the bottom.
        python_open: Any = inspect.unwrap(_pyio.open)
        names = ("BufferedWriter", "BufferedRandom", "BufferedReader", "TextIOWrapper", "UnsupportedOperation")
        classes = {name: getattr(io, name) for name in names}
        slow_open = FunctionType(
            python_open.__code__,
            {**vars(_pyio), **classes, "FileIO": partial(_SlowFile, self)},
            argdefs=python_open.__defaults__,
        )

        def open(file: Any, mode: Any = "r", *args: Any, **kwargs: Any) -> Any:
            writes = type(mode) is str and not {"w", "a", "x", "+"}.isdisjoint(mode)
            return (slow_open if writes else _real_open)(file, mode, *args, **kwargs)

        def os_open(path: Any, *args: Any, **kwargs: Any) -> int:
            descriptor = _real_os_open(path, *args, **kwargs)
            self.opened(path, descriptor)
            return descriptor

        def utime(path: Any, *args: Any, **kwargs: Any) -> None:
            # The sandbox only pretends to set times; `Path.touch` makes the file if this says that it is not there.
            os.stat(path, dir_fd=kwargs.get("dir_fd"), follow_symlinks=kwargs.get("follow_symlinks", True))
            _real_utime(path, *args, **kwargs)

        builtins.open = io.open = open
        os.open, os.utime = os_open, utime
        for name, slow in _SLOW.items():
            if hasattr(os, name):  # not every system has all of them
                setattr(os, name, partial(slow, self, getattr(os, name)))

    def opened(self, path: Any, descriptor: int) -> None:
        """A file was opened by its path. (By its descriptor, it is one that was before.)"""
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode) and not isinstance(path, int):
            self._names[status.st_dev, status.st_ino] = os.path.basename(os.fsdecode(path))

    def take(self, descriptor: int, size: int) -> int:
        """Wait until so many bytes are on the disk; how many of them fitted. Raises `OSError` if it is full."""
        if self.ask is None or current() is None or not size:
            return size
        status = os.fstat(descriptor)
        name = self._names.get((status.st_dev, status.st_ino))
        if name is None:
            return size
        try:
            return self.ask(name, size)
        except OSError:  # of which the wire tells the message only
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None

    def fitting(self, descriptor: int, data: Any) -> memoryview:
        """What of some bytes fits on the disk, once it is there."""
        whole = memoryview(data).cast("B")
        return whole[: self.take(descriptor, len(whole))]


class _SlowFile(io.FileIO):
    def __init__(self, disk: SlowDisk, file: Any, mode: str, closefd: bool, opener: Any = None) -> None:
        super().__init__(file, mode, closefd, opener)
        self._disk = disk
        disk.opened(file, self.fileno())

    def write(self, data: Any, /) -> int:
        return super().write(self._disk.fitting(self.fileno(), data))


# ---------------------------------------------------------------- calls of the system that write


def _write(disk: SlowDisk, real: Any, descriptor: int, data: Any, /, *offset: int) -> int:
    return int(real(descriptor, disk.fitting(descriptor, data), *offset))


def _writev(disk: SlowDisk, real: Any, descriptor: int, buffers: Any, /, *offset_and_flags: int) -> int:
    return int(real(descriptor, [disk.fitting(descriptor, b"".join(buffers))], *offset_and_flags))


def _sendfile(disk: SlowDisk, real: Any, out_fd: int, in_fd: int, offset: Any, count: int, *more: Any) -> int:
    return int(real(out_fd, in_fd, offset, disk.take(out_fd, _left(in_fd, offset, count)), *more))


def _copy_file_range(
    disk: SlowDisk, real: Any, src: int, dst: int, count: int, offset_src: Any = None, offset_dst: Any = None
) -> int:
    return int(real(src, dst, disk.take(dst, _left(src, offset_src, count)), offset_src, offset_dst))


def _left(descriptor: int, offset: int | None, count: int) -> int:
    """How many of ``count`` bytes can be read from there on; no file says so before but a regular one."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return count
    at = os.lseek(descriptor, 0, os.SEEK_CUR) if offset is None else offset
    return min(count, max(0, status.st_size - at))


_SLOW: dict[str, Callable[..., int]] = {
    "write": _write,
    "pwrite": _write,
    "writev": _writev,
    "pwritev": _writev,
    "sendfile": _sendfile,
    "copy_file_range": _copy_file_range,
}
