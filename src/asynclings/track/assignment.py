"""What an assignment consists of: ``.github/kit/assignment.yml`` of the repository that a teacher scaffolded."""

from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from asynclings.track.exercise import Exercise
from asynclings.track.reading import TrackError, convert, read_mapping, read_text
from asynclings.track.track import Track

ASSIGNMENT: Final = ".github/kit/assignment.yml"
BROUGHT_ALONG: Final = ".github/kit/track"
"""Where an assignment has the track that it was made of, if that is not the kit's."""


class Assignment(msgspec.Struct, frozen=True):
    """The exercises in the order of the course; ``seconds`` of real time for one run, None for the track's limits."""

    exercises: tuple[Exercise, ...]
    seconds: float | None


class _File(msgspec.Struct, frozen=True):
    schema: Literal["asynclings/assignment/v1"]
    exercises: dict[str, Any]
    seconds: Annotated[float, msgspec.Meta(gt=0)] | None = None


def read_assignment(repository: Path, track: Track) -> Assignment:
    """The assignment of a teacher's repository. Raises :class:`TrackError`, and not for a learner's to be read."""
    found = _read(repository / ASSIGNMENT)
    return Assignment(exercises=track.find(list(found.exercises)), seconds=found.seconds)


def limit_around(folder: Path) -> float | None:
    """The real seconds that one run may take in the assignment around a folder; None if none is set, or there is none.

    For whoever checks work of their own: elsewhere it is not for a learner to say. Raises :class:`TrackError`.
    """
    for each in (folder, *folder.parents):
        if (each / ASSIGNMENT).is_file():
            return _read(each / ASSIGNMENT).seconds
    return None


def _read(file: Path) -> _File:
    try:
        text = read_text(file)
    except OSError as error:
        raise TrackError(
            f"{file} cannot be read: {error.strerror}. Name the repository that copier made, or a clone of it."
        ) from None
    return convert(read_mapping(text, str(file)), _File, str(file))
