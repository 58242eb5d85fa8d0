"""Reading files that a learner made, or could have replaced: only regular ones of bounded size, without waiting."""

import os
import stat
from itertools import islice
from pathlib import Path


class Unfit(Exception):
    """There is something, but no regular file of a bearable size: "a folder", "a named pipe"…"""


def read_regular(file: Path, limit: int) -> bytes:
    """All of a file of at most ``limit`` bytes. Raises `OSError` and `Unfit`."""
    # Without O_NONBLOCK, opening a FIFO waits for a writer; O_NOFOLLOW refuses a link to somebody else's file.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    if file.is_symlink():
        raise Unfit("a symbolic link")
    if file.is_dir():
        raise Unfit("a folder")
    with os.fdopen(os.open(file, flags), "rb") as opened:
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Unfit("a named pipe" if stat.S_ISFIFO(status.st_mode) else "a device or a socket")
        if status.st_size > limit:
            raise Unfit(f"{status.st_size:,} bytes long")
        return opened.read(limit)


def contents(folder: Path, number: int, limit: int) -> dict[str, bytes | None]:
    """What is in a folder: at most so many names, each with its bytes; None for what cannot be read as a file."""
    try:
        with os.scandir(folder) as entries:
            names = [] if folder.is_symlink() else [entry.name for entry in islice(entries, number)]
    except OSError:  # it was closed to us
        names = []
    found: dict[str, bytes | None] = {}
    for name in names:
        shown = os.fsencode(name).decode("utf-8", "replace")
        try:
            found[shown] = read_regular(folder / name, limit)
        except (OSError, Unfit):
            found[shown] = None
    return found
