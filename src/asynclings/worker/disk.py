"""The slow disk of a run: every write into a file asks the world, and blocks its caller until that has answered.

Files are real, and so is all that is done with them. Only a write of bytes into one (not of lines into its buffer)
waits for the world first, whichever way it comes: `open`, pathlib, tempfile, `os.fdopen`, `os.write`.
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

from asynclings.worker.bubble import current

_real_open = io.open
_real_os_open = os.open
_real_os_write = os.write
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

        def os_write(descriptor: int, data: Any, /) -> int:
            whole = memoryview(data).cast("B")
            return _real_os_write(descriptor, whole[: self.take(descriptor, len(whole))])

        def utime(path: Any, *args: Any, **kwargs: Any) -> None:
            # The sandbox only pretends to set times; `Path.touch` makes the file if this says that it is not there.
            os.stat(path, dir_fd=kwargs.get("dir_fd"), follow_symlinks=kwargs.get("follow_symlinks", True))
            _real_utime(path, *args, **kwargs)

        builtins.open = io.open = open
        os.open, os.write, os.utime = os_open, os_write, utime

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


class _SlowFile(io.FileIO):
    def __init__(self, disk: SlowDisk, file: Any, mode: str, closefd: bool, opener: Any = None) -> None:
        super().__init__(file, mode, closefd, opener)
        self._disk = disk
        disk.opened(file, self.fileno())

    def write(self, data: Any, /) -> int:
        whole = memoryview(data).cast("B")
        return super().write(whole[: self._disk.take(self.fileno(), len(whole))])
