"""Which layers stand between a submission and the machine, in the words of a report."""

import platform
from collections.abc import Sequence

from asynclings.report.model import Isolation, Missing

# Layers beyond those that every worker takes on; the report says truthfully that they are not there.
_NOT_YET = "this version of the kit does not use it yet"
_LINUX_ONLY = "only Linux has it"


def isolation_of(layers: Sequence[str]) -> Isolation:
    """The report's block for the layers that the workers said were active."""
    linux = platform.system() == "Linux"
    missing = [Missing(layer=layer, why=_NOT_YET if linux else _LINUX_ONLY) for layer in ("landlock", "seccomp")]
    for layer in ("rlimits", "parent_death", "no_new_privs"):
        if layer not in layers:
            missing.append(
                Missing(layer=layer, why=_LINUX_ONLY if layer != "rlimits" else "only POSIX systems have it")
            )
    return Isolation(
        trust="medium" if "rlimits" in layers else "basic",
        platform=f"{platform.system().lower()} {platform.release()} {platform.machine()}",
        active=tuple(layers),
        missing=tuple(missing),
    )
