"""Submissions: taking a learner's file, and nothing but regular, bounded, readable text, into a folder of ours."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from asynclings.grading.engine import Program
from asynclings.track import Exercise

SIZE_LIMIT = 1 << 20  # bytes of one file
FILE_LIMIT = 200  # files beside it
CONFLICT_MARKERS = (b"<<<<<<< ", b">>>>>>> ")


@dataclass(frozen=True)
class Submission:
    """What is to be graded: an exercise and the learner's file for it. ``shown`` is the path that the report names."""

    exercise: Exercise
    file: Path
    shown: str


class Refused(Exception):
    """The file cannot be graded; the text says why, and what to do."""


def take(file: Path, into: Path) -> Program:
    """Copy a submission, and the Python files beside it, into a new folder. Raises `Refused`."""
    source = _read(file)
    _readable(file.name, source)
    into.mkdir(parents=True)
    names = [file.name]
    (into / file.name).write_bytes(source)
    for sibling in sorted(file.parent.glob("*.py"))[:FILE_LIMIT]:
        if sibling.name == file.name:
            continue
        try:
            data = _read(sibling)
        except Refused:
            continue
        (into / sibling.name).write_bytes(data)
        names.append(sibling.name)
    return Program(into, tuple(names), file.stem)


def _read(file: Path) -> bytes:
    # Without O_NONBLOCK, opening a FIFO waits for a writer; O_NOFOLLOW refuses a link to somebody else's file.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    if file.is_symlink():
        raise Refused(f"{file.name} is a symbolic link; a submission is a regular file. Replace the link by the file itself.")
    try:
        descriptor = os.open(file, flags)
    except FileNotFoundError:
        raise Refused(f"There is no file {file.name}. Get it back from the assignment, or from your last commit.") from None
    except OSError as error:
        raise Refused(f"{file.name} cannot be read: {error.strerror}.") from None
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{file.name} is {_kind(status.st_mode)}; a submission is a regular file.")
        if status.st_size > SIZE_LIMIT:
            raise Refused(f"{file.name} has {status.st_size:,} bytes; a submission has at most {SIZE_LIMIT:,}.")
        return opened.read(SIZE_LIMIT + 1)


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a named pipe" if stat.S_ISFIFO(mode) else "a device or a socket"


def _readable(name: str, source: bytes) -> None:
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith(CONFLICT_MARKERS):
            raise Refused(
                f"{name} has conflict markers (line {number}: {line[:30].decode('utf-8', 'replace')}). "
                "Two versions meet there: keep the right lines, delete the markers."
            )
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused(
                f"{name} is not UTF-8 (line {number} has the byte 0x{line[error.start]:02x}). Save it as UTF-8 in your editor."
            ) from None
