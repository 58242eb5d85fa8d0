"""Which layers stand between a submission and the machine, in the words of a report."""

import platform
from collections.abc import Sequence
from typing import Literal

from asynclings.report.model import Isolation, Missing
from asynclings.sandbox import seccomp

_KERNEL_LAYERS = ("landlock", "seccomp")
_LINUX_ONLY = "only Linux has it"
_NOT_IN_KERNEL = "this kernel does not have it, or does not let it be used"
_NO_TABLE = "its system calls are known to the kit on 64-bit x86_64 and aarch64 only"


def isolation_of(layers: Sequence[str]) -> Isolation:
    """The report's block for the layers that the workers said were active."""
    active = {layer.partition(":")[0] for layer in layers}
    expected = (*_KERNEL_LAYERS, "rlimits", "parent_death", "no_new_privs")
    trust: Literal["strong", "medium", "basic"] = "medium" if "rlimits" in active else "basic"
    if active.issuperset(expected):
        trust = "strong"
    return Isolation(
        trust=trust,
        platform=f"{platform.system().lower()} {platform.release()} {platform.machine()}",
        active=tuple(layers),
        missing=tuple(Missing(layer=layer, why=_why_missing(layer)) for layer in expected if layer not in active),
    )


def _why_missing(layer: str) -> str:
    if layer == "rlimits":
        return "only POSIX systems have it"
    if platform.system() != "Linux":
        return _LINUX_ONLY
    return _NO_TABLE if layer == "seccomp" and not seccomp.SUPPORTED else _NOT_IN_KERNEL
