"""Finding the clones of learners' repositories, each under a name of its own."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from asynclings.track import Exercise, Track
from asynclings.track.assignment import BROUGHT_ALONG
from asynclings.track.work import Work

_SIGNS_OF_A_CLONE = (".git", ".github", ".copier-answers.yml")


class Clone(msgspec.Struct, frozen=True):
    """A folder to be graded. ``name`` is the folder's own, with a number where it would be taken otherwise."""

    name: str
    folder: Path


def find_clones(places: Sequence[Path], track: Track, but: Path) -> tuple[Clone, ...]:
    """The clones that ``places`` are or hold, in order; what is none is among them, to be named.

    A place that is no clone itself stands for the folders in it. ``but`` is a folder of ours that may lie there.
    """
    taken: set[str] = set()
    ours = os.path.realpath(but)
    folders = dict.fromkeys(folder for place in places for folder in _folders(Path(os.path.abspath(place)), track))
    others = (folder for folder in folders if os.path.realpath(folder) != ours)
    return tuple(Clone(_free_name(folder.name or "clone", taken), folder) for folder in others)


def why_not(clone: Clone, track: Track) -> str:
    """Why a clone cannot be graded: a sentence, or nothing."""
    try:
        for folder in (clone.folder, clone.folder / "exercises"):
            if folder is clone.folder or folder.is_dir():
                os.scandir(folder).close()
    except NotADirectoryError:
        return "It is not a folder."
    except FileNotFoundError:
        return "There is no such folder."
    except OSError as error:
        return f"It cannot be read: {error.strerror}."
    if Work(clone.folder).present(track.exercises):
        return ""
    why = "It holds no exercise of the track: exercises/<chapter>/<name>.py."
    if os.path.lexists(clone.folder / BROUGHT_ALONG):
        why += " It brings a track of its own along: name your copy of that with --track DIR."
    return why


def exercises_in(clones: Sequence[Clone], track: Track) -> tuple[Exercise, ...]:
    """Every exercise that one of the clones holds, in the order of the course."""
    return tuple(e for e in track.exercises if any(Work(clone.folder).present((e,)) for clone in clones))


def _folders(place: Path, track: Track) -> Iterator[Path]:
    signs = (os.path.lexists(place / sign) for sign in _SIGNS_OF_A_CLONE)
    if any(signs) or Work(place).present(track.exercises):
        yield place
        return
    try:
        # A list of names or an archive may well lie beside clones; anything else that is no folder will be named.
        inside = sorted(
            e for e in place.iterdir() if not e.name.startswith(".") and (e.is_symlink() or not e.is_file())
        )
    except OSError:
        inside = []
    yield from inside or [place]


def _free_name(name: str, taken: set[str]) -> str:
    """The name of a report must differ in more than the case of its letters, which some file systems ignore."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free.casefold())
    return free
