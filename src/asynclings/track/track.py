"""The whole course, read from ``exercises/track.yml``, and how to name a part of it."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from asynclings.kit import kit_root
from asynclings.track.exercise import Allowance, Exercise
from asynclings.track.instructions import Text
from asynclings.track.reading import TrackError, convert, read_mapping, read_text

_SLUG = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")

FileName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*\.py$")]


class UnknownExercise(TrackError):
    """A word that names no exercise, or more than one."""


class Chapter(msgspec.Struct, frozen=True):
    """A chapter of the course. ``slug`` is its folder."""

    slug: str
    title: str


class Track(msgspec.Struct, frozen=True):
    """The chapters and exercises in the order of the course. ``root`` is the folder that holds ``exercises/``."""

    root: Path
    chapters: tuple[Chapter, ...]
    exercises: tuple[Exercise, ...]

    @property
    def file(self) -> Path:
        """The file that the track was read from."""
        return _file(self.root)

    def find(self, words: Sequence[str]) -> tuple[Exercise, ...]:
        """The exercises that ``words`` name, in the order of the course; none for no words.

        A word is a slug (``2_io/pages``), a name (``pages``), a chapter (``2_io``), or a path that ends in one, or in
        a file of an exercise that has several.
        Raises :class:`UnknownExercise`.
        """
        found = {exercise.slug for word in words for exercise in self._named(word)}
        return tuple(exercise for exercise in self.exercises if exercise.slug in found)

    def _named(self, word: str) -> tuple[Exercise, ...]:
        parts = [part for part in word.replace("\\", "/").split("/") if part not in ("", ".")]
        last = parts[-1].removesuffix(".py").removesuffix(".md") if parts else ""
        slug = "/".join([*parts[-2:-1], last])
        if found := tuple(e for e in self.exercises if slug in (e.slug, e.name) or _ends_in_a_file_of(e, parts)):
            if len(found) > 1:
                raise UnknownExercise(f"{word!r} names {_either(e.slug for e in found)}. Write the one you mean.")
            return found
        if found := tuple(exercise for exercise in self.exercises if exercise.chapter in parts[-1:]):
            return found
        raise UnknownExercise(f"There is no exercise {word!r}. {self._advice(slug, last)}")

    def _advice(self, *words: str) -> str:
        from difflib import get_close_matches

        known = [name for exercise in self.exercises for name in (exercise.slug, exercise.name)]
        known += [chapter.slug for chapter in self.chapters]
        near = next((match for word in words for match in get_close_matches(word, known, n=1)), None)
        return f"Did you mean {near!r}?" if near else "`asynclings list` shows all; --track DIR names another track."


class _ChapterEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Text


class _ExerciseEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Text
    points: Annotated[int, msgspec.Meta(ge=1)]
    seconds: Annotated[float, msgspec.Meta(gt=0)]
    policy: tuple[Allowance, ...] = ()
    retired: bool = False
    files: tuple[FileName, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: Literal["asynclings/track/v1"]
    chapters: dict[str, Any]
    exercises: dict[str, Any]


def load(root: Path | None = None) -> Track:
    """Read the track of the kit at ``root`` (by default the kit that this package belongs to).

    Raises :class:`TrackError`, which names the file and the key that is wrong.
    """
    root = root or kit_root()
    file = _file(root)
    try:
        text = read_text(file)
    except OSError as error:
        raise TrackError(f"The list of exercises {file} cannot be read: {error.strerror}. Is the kit whole?") from error
    return parse(text, root)


def parse(text: str, root: Path) -> Track:
    """The track that ``text`` would be as the ``track.yml`` of ``root``. Raises :class:`TrackError`, as `load` does."""
    file = _file(root)
    # Entry by entry, because msgspec shows a mapping's key as `[...]` in the path of an error.
    top = convert(read_mapping(text, str(file)), _File, str(file))
    chapters = {
        slug: convert(entry, _ChapterEntry, f"{file}: chapters: {slug}") for slug, entry in top.chapters.items()
    }
    entries = {
        slug: convert(entry, _ExerciseEntry, f"{file}: exercises: {slug}") for slug, entry in top.exercises.items()
    }
    for slug, entry in entries.items():
        if not _SLUG.fullmatch(slug):
            raise TrackError(f"{file}: exercises: {slug!r} must read `chapter/name` in small letters, digits and `_`.")
        if slug.partition("/")[0] not in chapters:
            raise TrackError(
                f"{file}: exercises: {slug!r} is of a chapter that `chapters` does not list. Add it there."
            )
        if len(set(entry.files)) != len(entry.files):
            raise TrackError(f"{file}: exercises: {slug}: files: a name is there twice. Name each file once.")
    return Track(
        root=root,
        chapters=tuple(Chapter(slug, entry.title) for slug, entry in chapters.items()),
        exercises=tuple(
            Exercise(
                slug=slug,
                title=entry.title,
                points=entry.points,
                seconds=entry.seconds,
                retired=entry.retired,
                policy=entry.policy,
                files=entry.files,
                root=root,
            )
            for slug, entry in entries.items()
        ),
    )


def _file(root: Path) -> Path:
    return root / "exercises" / "track.yml"


def _ends_in_a_file_of(exercise: Exercise, parts: Sequence[str]) -> bool:
    *folders, name = parts or [""]
    return name in exercise.files and "/".join(folders[-2:]) in (exercise.slug, exercise.name)


def _either(words: Iterable[str]) -> str:
    return " and ".join(repr(word) for word in words)
