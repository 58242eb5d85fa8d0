"""How well a submission is kept from the machine: what a canary found, in the words of a report."""

import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from asynclings.grading.engine import Engine
from asynclings.grading.order import FILE_SIZE, Order
from asynclings.grading.program import Program
from asynclings.kit import kit_root
from asynclings.report.model import Isolation, Missing, Trust
from asynclings.sandbox import canary, seccomp
from asynclings.sandbox.folders import scratch
from asynclings.sandbox.keeper import KEPT
from asynclings.trouble import Trouble
from asynclings.world.world import World

LEVELS: tuple[Trust, ...] = ("basic", "medium", "strong")

# The layers, each with the canary's attempts that it denies.
_DENIES = {
    "environment": ("read_environment",),
    "descriptors": ("use_descriptors",),
    "session": (),
    "rlimits": ("write_long_file", "raise_limit", "take_memory"),
    "landlock": ("read_private_file", "write_outside", "read_checks", "write_own_folder"),
    "seccomp": ("signal_grader", "open_socket", "start_process"),
    "capabilities": ("become_root",),
    "no_new_privs": ("become_root",),
    "undumpable": ("read_grader_memory",),
    "parent_death": (),
}
_PORTABLE = ("environment", "descriptors", "session", "rlimits")  # the others are Linux's
_LINUX_ONLY_ATTEMPT = "take_memory"  # macOS limits no memory
_PRIVATE_MEMORY = "private_shm"  # needed by workers with processes alone, and had where the machine gives it

# Why a layer is missing where it could be there, and how to get it.
_REASONS = {
    "landlock": (
        "this kernel does not have it, or does not use it",
        "use a kernel from 5.13 on that has landlock in the `lsm=` of its command line (ubuntu-24.04 does; the "
        "kernels of Docker Desktop and Podman Desktop do not)",
    ),
    "seccomp": (
        "this kernel does not have it, or does not let it be used",
        "use a kernel with CONFIG_SECCOMP_FILTER, and a container that lets programs install filters (Docker does)",
    ),
    _PRIVATE_MEMORY: (
        "this machine gives a process no mount namespace of its own",
        "grade as root in a virtual machine, or allow user namespaces (on Ubuntu: sudo sysctl "
        "kernel.apparmor_restrict_unprivileged_userns=0)",
    ),
}
_NO_TABLE = "its system calls are known to the kit on 64-bit x86_64 and aarch64 only"
_USE_LINUX = "grade on 64-bit Linux, for instance on a hosted runner with ubuntu-24.04"
_BY_HAND = ("it was left out", "leave out no layer")


class NotIsolated(Trouble):
    """The machine does not shield itself as well as was asked for."""


def examine(engine: Engine, policy: tuple[str, ...] = ()) -> Isolation:
    """Let a canary try what no submission may do. Raises `Trouble` if it does not come back."""
    with scratch(engine.folder) as folder:
        private = folder / "private"
        private.touch(mode=0o600)
        # Files and not folders: Landlock lets names be read below every folder whose names an import has to read.
        solutions = [next((kit_root() / tree).rglob("*.py"), None) for tree in ("graders", "solutions")]
        kit = [Path(__file__).with_name("checks.py"), *filter(None, solutions)]
        files = (str(private), str(folder / "outside"), [str(path) for path in kit])
        arguments = (os.getpid(), *files, list(KEPT), FILE_SIZE)
        source = Path(canary.__file__)
        program = Program(source.parent, (source.name,), source.stem)
        transcript = engine.run(program, Order("attempt", arguments, "sync", policy=policy), World([], {}))
    if transcript.ending != "returned":
        what = transcript.failure or transcript.reason or transcript.output or transcript.status
        raise Trouble(
            "The canary, which tries out the isolation before submissions are run, did not come back "
            f"({transcript.ending}: {what}). Try `asynclings doctor`."
        )
    return isolation_of(transcript.layers, transcript.value)


def isolation_of(layers: Sequence[str], outcomes: Mapping[str, str]) -> Isolation:
    """The report's block: what a worker said it had taken on, in so far as the canary found it so."""
    said = {layer.partition(":")[0]: layer for layer in layers}
    active, missing = [], []
    for layer, attempts in _DENIES.items():
        allowed = [attempt for attempt in attempts if outcomes.get(attempt, "denied") != "denied"]
        if not _on_linux() and _LINUX_ONLY_ATTEMPT in allowed:
            allowed.remove(_LINUX_ONLY_ATTEMPT)
        if layer not in said:
            missing.append(_missing(layer))
        elif allowed:
            what = ", ".join(attempt.replace("_", " ") for attempt in allowed)
            why = f"it was taken on, and yet the canary could {what}"
            missing.append(Missing(layer=layer, why=why, remedy="report it to the authors of the kit"))
        else:
            active.append(said[layer])
    return Isolation(
        trust=_trust({each.layer for each in missing}, outcomes),
        platform=f"{platform.system().lower()} {platform.release()} {platform.machine()}",
        active=tuple(active),
        missing=tuple(missing),
        canary=dict(outcomes),
    )


def with_processes(isolation: Isolation, layers: Sequence[str]) -> Isolation:
    """The same, after workers with processes have said what they had taken on; the trust does not depend on it."""
    if _PRIVATE_MEMORY in layers:
        return msgspec.structs.replace(isolation, active=(*isolation.active, _PRIVATE_MEMORY))
    return msgspec.structs.replace(isolation, missing=(*isolation.missing, _missing(_PRIVATE_MEMORY)))


def demand(level: Trust, found: Isolation) -> None:
    """Raise `NotIsolated` unless the machine is shielded at least so well."""
    if LEVELS.index(found.trust) >= LEVELS.index(level):
        return
    lacking = "; ".join(f"{each.layer} ({each.why}): {each.remedy}" for each in found.missing)
    raise NotIsolated(
        f"Nothing was graded: {level} isolation is asked for, and this machine has {found.trust}. "
        f"What is missing, and how to get it: {lacking}. `asynclings doctor` says more. With --require-isolation "
        f"{found.trust} it is graded all the same, and a submission may do what these would keep from it."
    )


def _trust(missing: set[str], outcomes: Mapping[str, str]) -> Trust:
    if not missing and outcomes and set(outcomes.values()) == {"denied"}:
        return "strong"
    return "basic" if missing.intersection(_PORTABLE) else "medium"


def _missing(layer: str) -> Missing:
    if layer not in _PORTABLE and not _on_linux():
        why, remedy = "only Linux has it", _USE_LINUX
    elif layer == "seccomp" and not seccomp.SUPPORTED:
        why, remedy = _NO_TABLE, _USE_LINUX
    else:
        why, remedy = _REASONS.get(layer, _BY_HAND)
    return Missing(layer=layer, why=why, remedy=remedy)


def _on_linux() -> bool:
    return platform.system() == "Linux"
