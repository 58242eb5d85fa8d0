"""The files of an assignment that learners have no reason to change, and how two sets of them differ."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from asynclings.batch.model import Change, Part
from asynclings.files import Unfit, read_regular

FILE_LIMIT: Final = 1000
SIZE_LIMIT: Final = 64 << 20  # bytes of one file: wheels of the kit may be among them

Inventory = Mapping[str, str]
"""For each path its content's hash, or what there is instead of a file."""


class TooMuch(Exception):
    """There are more files than an assignment has."""


def inventory(assignment: Path) -> Inventory:
    """What decides how ``assignment`` is graded, and what it asks for. Links are not followed. Raises TooMuch."""
    found: dict[str, str] = {}
    for path in _files(assignment, ".github", "exercises"):
        if part_of(path) is not None:
            found[path] = _content(assignment / path)
            if len(found) > FILE_LIMIT:
                raise TooMuch(f"There are more than {FILE_LIMIT:,} files in its .github and beside its exercises.")
    return found


def part_of(path: str) -> Part | None:
    """Which part of an assignment a file belongs to; None for one that learners may change."""
    if f"{path}/".startswith(".github/kit/"):
        return "pin"
    if path.startswith(".github"):
        return "workflow"
    return "instructions" if path.endswith(".md") else None


def changes(there: Inventory, expected: Inventory) -> tuple[Change, ...]:
    """What was changed, removed or added, by path."""
    found = []
    for path in sorted(there.keys() | expected.keys()):
        part = part_of(path)
        if part is None or there.get(path) == expected.get(path):
            continue
        what = "removed" if path not in there else "added" if path not in expected else "changed"
        if part == "instructions" and what == "added":
            continue  # a learner's notes
        found.append(Change(part=part, path=path, what=what))  # type: ignore[arg-type]
    return tuple(found)


def _files(assignment: Path, *tops: str) -> Iterator[str]:
    """The paths of all that is no folder in these folders; a link is no folder, whatever it leads to."""
    waiting = [top for top in tops if os.path.lexists(assignment / top)]
    looked_at = 0
    while waiting:
        path = waiting.pop()
        place = assignment / path
        if place.is_symlink() or not place.is_dir():
            yield path
            continue
        names = os.listdir(place)  # noqa: PTH208
        looked_at += len(names)
        if looked_at > 10 * FILE_LIMIT:
            raise TooMuch("There are far more files in its .github and exercises than an assignment has.")
        waiting += [f"{path}/{name}" for name in names]


def _content(file: Path) -> str:
    """What tells one content from another, line ends and trailing white space aside: git may change these."""
    try:
        content = read_regular(file, SIZE_LIMIT)
    except Unfit as unfit:
        return str(unfit)
    except OSError as error:
        return f"not readable: {error.strerror}"
    return hashlib.sha256(content.replace(b"\r\n", b"\n").rstrip()).hexdigest()
