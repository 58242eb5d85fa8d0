"""Where learners' work lies: an assignment's files, found by the exercises of the track."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from asynclings.track.exercise import Exercise
from asynclings.track.track import Track


class Work(msgspec.Struct, frozen=True):
    """A folder with ``<chapter>/<exercise>.py`` files, directly or under ``exercises/``."""

    folder: Path

    def file(self, exercise: Exercise) -> Path:
        """Where the work on ``exercise`` is, or should be."""
        places = [self.folder / "exercises" / f"{exercise.slug}.py", self.folder / f"{exercise.slug}.py"]
        there = next((place for place in places if os.path.lexists(place)), None)
        return there or places[0 if places[0].parents[1].is_dir() else 1]

    def present(self, exercises: Iterable[Exercise]) -> tuple[Exercise, ...]:
        """Those of ``exercises`` that have a file here, whatever kind of file it is."""
        return tuple(exercise for exercise in exercises if os.path.lexists(self.file(exercise)))


def find_work(start: Path, track: Track) -> Work | None:
    """The nearest folder, from ``start`` upwards, that holds work on an exercise of the track."""
    for folder in (start, *start.parents):
        if Work(folder).present(track.exercises):
            # From within exercises/, paths are still shown from the assignment's own folder.
            return Work(folder.parent if folder.name == "exercises" else folder)
    return None
