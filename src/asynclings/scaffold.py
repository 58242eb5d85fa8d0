"""Scaffolding an assignment, as `copier copy` does, but from exactly what lies here; and what copier needs for it."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from asynclings.kit import kit_root
from asynclings.track import Track
from asynclings.trouble import Trouble

GRADERS: Final = "graders.yml"
"""In the template of a track of one's own: for each exercise the files that grade it. The kit's need not travel."""

_FROM_THE_KIT: Final = ("copier.yml", "VERSION", "template", "track_template")


def scaffold(folder: Path, answers: Mapping[str, Any] | None = None, track: Track | None = None) -> None:
    """Generate an assignment in ``folder``, with copier's defaults for whatever has no answer.

    Raises what copier raises: of many kinds, for answers that make no sense.
    """
    import copier

    with TemporaryDirectory(prefix="asynclings-kit-") as copy:
        # Of a git repository copier takes the latest tag. A plain copy is what lies here, also in a checkout.
        _write(Path(copy), track)
        copier.run_copy(copy, folder, data=dict(answers or {}), defaults=True, quiet=True)


def write_template(folder: Path, track: Track) -> None:
    """Put into ``folder`` all that copier needs to make assignments of a track of one's own; what it held is replaced.

    Raises `Trouble` if it holds something else, or cannot be written.
    """
    try:
        if folder.exists() and not (folder / GRADERS).is_file() and (not folder.is_dir() or any(folder.iterdir())):
            raise Trouble(f"{str(folder)!r} is there already, and no template of a track. Name a folder that is new.")
        with TemporaryDirectory(prefix="asynclings-kit-") as draft:
            _write(Path(draft), track)  # what cannot be read is found out before anything is replaced
            folder.mkdir(parents=True, exist_ok=True)
            for name in (GRADERS, *_FROM_THE_KIT, "exercises", "graders"):  # the first is what the folder is known by
                _replace(Path(draft) / name, folder / name)
    except OSError as error:
        raise Trouble(
            f"The template cannot be written to {str(folder)!r}: {error}. Name a folder that you may write to."
        ) from None


def _write(folder: Path, track: Track | None) -> None:
    for name in _FROM_THE_KIT:
        _copy(kit_root() / name, folder / name)
    _copy((kit_root() if track is None else track.root) / "exercises", folder / "exercises")
    if track is None or track.root == kit_root():
        return
    lines = []
    for exercise in track.exercises:
        files = [file for file in (exercise.grader, exercise.driver) if file.is_file()]
        paths = [file.relative_to(track.root).as_posix() for file in files]
        for file, path in zip(files, paths, strict=True):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            _copy(file, folder / path)
        lines.append(f"{exercise.slug}: [{', '.join(paths)}]\n")
    (folder / GRADERS).write_text("".join(lines), encoding="utf-8")


def _replace(source: Path, target: Path) -> None:
    shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    if source.exists():
        _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)
