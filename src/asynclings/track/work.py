"""Where learners' work lies: an assignment's files, found by the exercises of the track."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from asynclings.track.exercise import Exercise
from asynclings.track.track import Track


class Work(msgspec.Struct, frozen=True):
    """A folder with ``<chapter>/<exercise>.py`` files (see `Exercise.paths`), directly or under ``exercises/``."""

    folder: Path

    def file(self, exercise: Exercise) -> Path:
        """Where the work on ``exercise`` is, or should be; of several files, the one that is imported."""
        inner, outer = self._trees
        tree = next((tree for tree in self._trees if _holds(tree, exercise)), inner if inner.is_dir() else outer)
        return tree / exercise.paths[0]

    def present(self, exercises: Iterable[Exercise]) -> tuple[Exercise, ...]:
        """Those of ``exercises`` that have a file here, whatever kind of file it is."""
        return tuple(exercise for exercise in exercises if any(_holds(tree, exercise) for tree in self._trees))

    @property
    def _trees(self) -> tuple[Path, Path]:
        return self.folder / "exercises", self.folder


def _holds(tree: Path, exercise: Exercise) -> bool:
    return any(os.path.lexists(tree / path) for path in exercise.paths)


def find_work(start: Path, track: Track) -> Work | None:
    """The nearest folder, from ``start`` upwards, that holds work on an exercise of the track."""
    for folder in (start, *start.parents):
        if Work(folder).present(track.exercises):
            # From within exercises/, paths are still shown from the assignment's own folder.
            return Work(folder.parent if folder.name == "exercises" else folder)
    return None
