"""Folders that a submission could write in: made, and removed whatever is in them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A new folder with a name that nobody can guess, removed at the end."""
    folder = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder and all that is in it, as far as that can be done; never an error.

    `shutil.rmtree` calls itself for each level (until Python 3.13), and a path has at most 4,096 bytes: a folder that
    is too deep for either is made flat first.
    """
    with suppress(OSError):
        if folder.is_symlink() or not folder.is_dir():
            return
        os.chmod(folder, 0o700)  # what is in it can be removed by nobody else
        with suppress(RecursionError):
            shutil.rmtree(folder, ignore_errors=True)
        if folder.is_dir():
            _flatten(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _flatten(folder: Path) -> None:
    """Bring every folder below to the top, one after another, so that none has another in it."""
    waiting = [str(folder)]
    number = 0
    while waiting:
        with suppress(OSError):
            for entry in list(os.scandir(waiting.pop())):
                if entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o700)  # a folder that is shut can neither be moved nor emptied
                    number += 1
                    moved = os.path.join(folder, f"flat-{os.getpid()}-{number}")
                    os.rename(entry.path, moved)
                    waiting.append(moved)
