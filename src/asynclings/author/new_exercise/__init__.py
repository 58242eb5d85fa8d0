"""A new exercise: all its files, each saying what its author has to write, and its line in the track."""

import json
import re
from contextlib import ExitStack
from pathlib import Path

from asynclings import files
from asynclings.author.defects import POINTS
from asynclings.track import Exercise, Track, TrackError
from asynclings.track.track import parse
from asynclings.trouble import Trouble

MARK = "AUTHOR:"
"""What begins a note to the author. An exercise that has one is still to do."""

_SOURCES = Path(__file__).parent / "files"
_TITLE = "EXERCISE_TITLE"
_SLUG = re.compile(r"([a-z0-9_]+)/([a-z][a-z0-9_]*)")
_ENTRY = re.compile(r"  ([a-z0-9_]+)/[a-z0-9_]+:")
_SECONDS = 20


def to_do(exercise: Exercise) -> list[str]:
    """Where notes to the author are left, as ``path:line: note``."""
    known = sorted(file for file in exercise.submissions.rglob("*") if file.suffix in (".py", ".toml"))
    found = []
    for file in [*exercise.own_files, exercise.driver, *known]:
        if file.is_file():
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            path = file.relative_to(exercise.root).as_posix()
            found += [
                f"{path}:{number}: {line[line.index(MARK) + len(MARK) :].strip()}"
                for number, line in enumerate(lines, 1)
                if MARK in line
            ]
    return found


def begin(track: Track, slug: str, title: str) -> list[Path]:
    """Write the files of a new exercise, and its line in the track. Raises `Trouble`, and then has written nothing."""
    _check(track, slug, title)
    exercise = Exercise(slug=slug, title=title, points=POINTS, seconds=_SECONDS, retired=False, root=track.root)
    sources = {
        exercise.stub: _SOURCES / "stub.py",
        exercise.instructions: _SOURCES / "instructions.md",
        exercise.solution: _SOURCES / "solution.py",
        exercise.grader: _SOURCES / "grader.py",
    }
    for source in [_SOURCES / "verdicts.toml", *sorted(_SOURCES.glob("*/*.py"))]:
        sources[exercise.submissions / source.relative_to(_SOURCES)] = source
    try:
        for file in sources:
            if file.exists():
                raise Trouble(f"{file} is there already. Remove it, or give the exercise another name.")
        with ExitStack() as undo:
            for file, source in sources.items():
                text = source.read_text(encoding="utf-8").replace(f'"{_TITLE}"', _quoted(title)).replace(_TITLE, title)
                _write(file, text, undo)
            _enter(track, exercise)
            undo.pop_all()
    except OSError as error:
        raise Trouble(
            f"The exercise {slug} cannot be written: {error}. Nothing was changed. "
            "See that you may write there, and that there is room."
        ) from None
    return list(sources)


def _write(file: Path, text: str, undo: ExitStack) -> None:
    """Write a file that is not there yet, and the folders above it that are not."""
    for folder in reversed([folder for folder in file.parents if not folder.exists()]):
        folder.mkdir()
        undo.callback(folder.rmdir)
    undo.callback(file.unlink, missing_ok=True)
    file.write_text(text, encoding="utf-8")


def _check(track: Track, slug: str, title: str) -> None:
    found = _SLUG.fullmatch(slug)
    if found is None:
        raise Trouble(
            f"{slug!r} must read `chapter/name` in small letters, digits and `_`, and the name begins with a letter."
        )
    chapters = [chapter.slug for chapter in track.chapters]
    if found[1] not in chapters:
        raise Trouble(
            f"There is no chapter {found[1]!r}, only {', '.join(chapters)}. Name one of these, "
            f"or add it to `chapters` in {track.file}."
        )
    if any(exercise.name == found[2] for exercise in track.exercises):
        raise Trouble(f"There is an exercise {found[2]!r} already. Give this one another name.")
    if not title.strip() or not title.isprintable() or "\\" in title or '"""' in title:
        raise Trouble(f"The title {title!r} must be one line of text that can stand in a docstring.")


def _enter(track: Track, exercise: Exercise) -> None:
    """Add a line to track.yml, which is edited as text, so that its comments stay: after the last of its chapter."""
    text = track.file.read_text(encoding="utf-8")
    lines = text.replace("\nexercises: {}", "\nexercises:").rstrip().splitlines()
    earlier = [chapter.slug for chapter in track.chapters]
    earlier = earlier[: earlier.index(exercise.chapter) + 1]
    place = lines.index("exercises:") if "exercises:" in lines else len(lines) - 1
    for number, line in enumerate(lines[place:], place):
        if (found := _ENTRY.match(line)) and found[1] in earlier:
            place = number
    # An entry may go on in lines that are indented further.
    while place + 1 < len(lines) and lines[place + 1].startswith("    "):
        place += 1
    entry = f"  {exercise.slug}: {{title: {_quoted(exercise.title)}, points: {POINTS}, seconds: {_SECONDS}}}"
    lines.insert(place + 1, entry)
    longer = "\n".join(lines) + "\n"
    try:
        parse(longer, track.root).find([exercise.slug])
    except TrackError as error:
        raise Trouble(
            f"{track.file} could not be added to: {error} Add this line to its `exercises` yourself: {entry.strip()}"
        ) from error
    files.replace(track.file.resolve(), longer.encode())


def _quoted(text: str) -> str:
    """A string of YAML, which JSON's are."""
    return json.dumps(text, ensure_ascii=False)
