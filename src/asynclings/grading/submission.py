"""Submissions: taking a learner's file, and nothing but regular, bounded, readable text, into a folder of ours."""

import codecs
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from asynclings.files import Unfit, read_regular
from asynclings.grading.program import Program
from asynclings.track import Exercise
from asynclings.track.work import Work

SIZE_LIMIT = 1 << 20  # bytes of one file
FILE_LIMIT = 200  # files beside it
# A folder in which no import of a submission looks.
DRIVER_FOLDER = "driver.asynclings"
CONFLICT_MARKERS = (b"<<<<<<< ", b">>>>>>> ")


@dataclass(frozen=True)
class Submission:
    """What is to be graded: an exercise and the learner's file for it. ``shown`` is the path that the report names.

    Of several files, ``file`` is the one that is imported; the others lie beside it.
    ``below`` is the folder that we were given; what lies between it and the file is the learner's too.
    """

    exercise: Exercise
    file: Path
    shown: str
    below: Path | None = None


def submission_in(work: Work, exercise: Exercise) -> Submission:
    """The work on an exercise, whether it is there or not. Reports name its file relative to the folder."""
    file = work.file(exercise)
    return Submission(exercise, file.absolute(), file.relative_to(work.folder).as_posix(), below=work.folder.absolute())


class Refused(Exception):
    """The file cannot be graded; the text says why, and what to do."""


def refuse_linked_folders(submission: Submission) -> None:
    """Raise `Refused` if the way to the file leads over a link: into somebody else's work, or anywhere."""
    if submission.below is None:
        return
    for folder in reversed(submission.file.relative_to(submission.below).parents[:-1]):
        if (submission.below / folder).is_symlink():
            raise Refused(
                f"{folder.as_posix()} is a symbolic link; a submission lies in folders of its own. "
                "Put the folder itself there."
            )


def take(file: Path, into: Path, driver: Path | None = None, others: Sequence[str] = ()) -> Program:
    """Copy a submission, the Python files beside it, and what drives it into a new folder. Raises `Refused`.

    ``others`` are names of files beside it that have to be there, and in order.
    """
    if not _nameable(file):
        raise Refused(f"The name {file.name!a} is not UTF-8. Rename the file as the exercise names it.")
    required = [file, *map(file.with_name, others)]
    sources = {each.name: _read(each) for each in required}
    for name, source in sources.items():
        _readable(name, source)
    into.mkdir(parents=True)
    for name, source in sources.items():
        (into / name).write_bytes(source)
    names = list(sources)
    for sibling in sorted(file.parent.glob("*.py"))[:FILE_LIMIT]:
        if sibling.name in sources or not _nameable(sibling):
            continue
        try:
            data = _read(sibling)
        except Refused:
            continue
        (into / sibling.name).write_bytes(data)
        names.append(sibling.name)
    return Program(into, tuple(names), file.stem, "" if driver is None else _lend(driver, into))


def _lend(driver: Path, into: Path) -> str:
    """Copy the driver to where a worker can read it, as it cannot where the graders are; the copy's name."""
    if not driver.is_file():
        return ""
    (into / DRIVER_FOLDER).mkdir()
    shutil.copyfile(driver, into / DRIVER_FOLDER / driver.name)
    return f"{DRIVER_FOLDER}/{driver.name}"


def _read(file: Path) -> bytes:
    try:
        return read_regular(file, SIZE_LIMIT)
    except Unfit as unfit:
        raise Refused(
            f"{file.name} is {unfit}; a submission is a regular file of at most {SIZE_LIMIT:,} bytes. "
            "Put the file itself there."
        ) from None
    except FileNotFoundError:
        raise Refused(
            f"There is no file {file.name}. Get it back from the assignment, or from your last commit."
        ) from None
    except OSError as error:
        raise Refused(
            f"{file.name} cannot be read: {error.strerror}. Look at its permissions and its folder's."
        ) from None


def _nameable(file: Path) -> bool:
    """Whether the name is text: on POSIX it may be any bytes, and those could not be sent to a worker."""
    try:
        file.name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _readable(name: str, source: bytes) -> None:
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(f"{name} is UTF-16, not UTF-8. Save it as UTF-8 in your editor.")
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith(CONFLICT_MARKERS):
            raise Refused(
                f"{name} has conflict markers (line {number}: {line[:30].decode('utf-8', 'replace')}). "
                "Two versions meet there: keep the right lines, delete the markers."
            )
        if b"\0" in line:
            raise Refused(f"{name} is not text (line {number} has a zero byte). Save it as UTF-8 in your editor.")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused(
                f"{name} is not UTF-8 (line {number} has the byte 0x{line[error.start]:02x}). "
                "Save it as UTF-8 in your editor."
            ) from None
