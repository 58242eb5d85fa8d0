"""Where the kit lies: exercises, solutions, graders and the template. Imports nothing that costs start-up time."""

from functools import cache
from pathlib import Path

_INSTALLED = Path(__file__).resolve().parent / "_kit"


@cache
def kit_root() -> Path:
    """The folder that holds ``exercises/`` and ``VERSION``: inside an installed wheel, or the top of a checkout."""
    return _INSTALLED if is_installed() else _INSTALLED.parents[2]


def is_installed() -> bool:
    """Whether the kit lies inside an installed wheel, which is nobody's to write to."""
    return _INSTALLED.is_dir()


@cache
def kit_version() -> str:
    """The version of the kit, as the file ``VERSION`` states it."""
    return (kit_root() / "VERSION").read_text(encoding="ascii").strip()
