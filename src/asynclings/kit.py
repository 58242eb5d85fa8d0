"""Where the kit lies: exercises, solutions, graders and the template. Imports nothing that costs start-up time."""

from functools import cache
from pathlib import Path


@cache
def kit_root() -> Path:
    """The folder that holds ``exercises/`` and ``VERSION``: inside an installed wheel, or the top of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_kit"
    return installed if installed.is_dir() else package.parents[1]


@cache
def kit_version() -> str:
    """The version of the kit, as the file ``VERSION`` states it."""
    return (kit_root() / "VERSION").read_text(encoding="ascii").strip()
