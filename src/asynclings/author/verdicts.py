"""What each known submission of an exercise must get: `verdicts.toml`, and the letters that verdicts are written in."""

import tomllib
from typing import Annotated

import msgspec

from asynclings.report.model import CheckStatus, ExerciseResult
from asynclings.track import Exercise, TrackError
from asynclings.track.reading import convert

LETTERS: dict[CheckStatus, str] = {"passed": "P", "failed": "F", "error": "E", "skipped": "S"}
ALL_PASSED = "PPPPP"
NOT_STARTED = "SSSSS"
RIGHT_BUT_SEQUENTIAL = "PFSSS"


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a wrong submission must get.

    ``mistake``: the one that its first failed check names; 0, none. ``line``: a part of the learner's line that this
    check shows; empty, any or none.
    """

    verdict: Annotated[str, msgspec.Meta(pattern="^[PFES]{5}$")]
    mistake: Annotated[int, msgspec.Meta(ge=0)]
    line: str = ""


class Verdicts(msgspec.Struct, frozen=True):
    """``stub``: what the stub gets once it was touched. ``wrong``: what each wrong submission gets, by its name."""

    stub: str = RIGHT_BUT_SEQUENTIAL
    wrong: dict[str, Expected] = {}


class _Stub(msgspec.Struct, frozen=True):
    # Without an E: whatever a learner begins with can be run.
    stub: Annotated[str, msgspec.Meta(pattern="^[PFS]{5}$")] = RIGHT_BUT_SEQUENTIAL


def verdict_of(result: ExerciseResult) -> str:
    """A letter for each check: P passed, F failed, E error, S skipped."""
    return "".join(LETTERS[check.status] for check in result.checks)


def read_verdicts(exercise: Exercise) -> Verdicts:
    """Raises `TrackError`, which names the file and the key that is wrong."""
    file = exercise.submissions / "verdicts.toml"
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrackError(f"{file} cannot be read: {error.strerror}. It says what wrong submissions get.") from error
    except ValueError as error:  # of TOML, or of UTF-8
        raise TrackError(f"{file} cannot be read: {str(error).rstrip('.')}. Correct it there.") from error
    stub = convert({"stub": entries.pop("stub", RIGHT_BUT_SEQUENTIAL)}, _Stub, str(file)).stub
    return Verdicts(stub, {name: convert(entry, Expected, f"{file}: {name}") for name, entry in entries.items()})
