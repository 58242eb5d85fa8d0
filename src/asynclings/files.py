"""Files in folders that others can write to.

What a learner made, or could have replaced, is read if it is a regular file of bounded size, and without waiting. What
is written takes the place of what lay there, so that nobody who shares the folder can redirect or tear it.
"""

import errno
import os
import stat
from contextlib import suppress
from itertools import islice
from pathlib import Path

# Windows has neither symbolic links to guard against here, nor bytes without O_BINARY.
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


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


def names_in(folder: Path, number: int) -> list[str]:
    """At most so many of the names in a folder; none if it is a link, or closed to us."""
    try:
        with os.scandir(folder) as entries:
            return [] if folder.is_symlink() else [entry.name for entry in islice(entries, number)]
    except OSError:
        return []


def contents(folder: Path, number: int, limit: int) -> dict[str, bytes | None]:
    """What is in a folder: at most so many names, each with its bytes; None for what cannot be read as a file."""
    found: dict[str, bytes | None] = {}
    for name in names_in(folder, number):
        shown = os.fsencode(name).decode("utf-8", "replace")
        try:
            found[shown] = read_regular(folder / name, limit)
        except (OSError, Unfit):
            found[shown] = None
    return found


def make_empty(file: Path) -> None:
    """Make an empty file, unless something has its name: a link would lead elsewhere, a pipe would be waited for."""
    with suppress(OSError):
        file.touch(exist_ok=False)


def replace(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step; a symbolic link there is replaced, not followed. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_special(path)
    draft = path.with_name(f".{path.name[:100]}.{os.urandom(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def append(path: Path, content: bytes) -> None:
    """Add lines at the end of the file at ``path``; a symbolic link there is refused. Raises OSError.

    What somebody left without its line end becomes no part of ours.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_special(path)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_FOLLOW, 0o666)
    with os.fdopen(descriptor, "ab") as file:
        size = os.fstat(descriptor).st_size
        whole = not size or os.pread(descriptor, 1, size - 1) == b"\n"
        file.write(content if whole else b"\n" + content)


def _refuse_special(path: Path) -> None:
    """Raise if something lies at ``path`` that is neither a file nor a link: replacing a device would be a disaster."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
