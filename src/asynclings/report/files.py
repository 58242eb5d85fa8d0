"""Writing reports so that nobody who shares the folder can redirect or tear them."""

import errno
import os
import stat
from pathlib import Path

# Windows has neither symbolic links to guard against here, nor bytes without O_BINARY.
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


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
