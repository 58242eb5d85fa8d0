"""What keeps a submission from doing its task at all, whichever check runs: said once, in the same words everywhere."""

from typing import TYPE_CHECKING

from asynclings.grading.failures import CannotRun, CheckFailed
from asynclings.grading.order import FILE_SIZE, MEMORY
from asynclings.messages import Where
from asynclings.values import Failure

if TYPE_CHECKING:
    from asynclings.grading.run.facts import Facts

# Errors with which the worker says that the function could not even be called.
NEVER_CALLED = ("MissingFunction", "NotAsynchronous", "NotSynchronous", "WrongSignature")

_NO_MEMORY = f"It needed more memory than the {MEMORY >> 20} MiB it may have. Look for a list that only grows."
_PRINTED_TOO_MUCH = (
    f"It printed more than {FILE_SIZE >> 20} MiB, and could print no more. Look for a print in an endless loop."
)
_WROTE_TOO_MUCH = f"It wrote a file of more than {FILE_SIZE >> 20} MiB, which is as long as one may be here."
_NOBODY_TYPES = (
    "It read from standard input, where nobody types anything. What it needs comes with the function's arguments."
)
# Whatever the layer: EPERM, EACCES, and what tempfile and sqlite3 make of them.
_DENIED = ("[Errno 1] ", "[Errno 13] ", "[Errno 2] No usable temporary directory", "unable to open database file")
_MAY_NOT = {"processes": "start processes", "disk": "write files"}  # unless the exercise's policy allows it
_ASKED_FOR = "Return what the exercise asks for, and no more."
_EXITED = "It left with {}, which ends a whole program. A function ends with return, or with an error."


def hindrance(run: "Facts") -> CheckFailed | None:
    """What to say of a run that raised what no check asks about; None if a check has to judge it."""
    failure = run.failure
    if failure is None:
        return None
    if failure.type_name == "ValueTooLarge":
        said = f"{run.target} returned something that {failure.message}. {_ASKED_FOR}"
        return CheckFailed(said, where=run.place_of_target, run=run)
    if failure.type_name in NEVER_CALLED:
        return CannotRun(failure.message, where=run.place_of_target, run=run)
    said = _said(run, failure)
    return CannotRun(said, where=place_of(failure), run=run) if said else None


def real_network(run: "Facts") -> str:
    """That it asked for a real connection; empty if it did not."""
    for observed in run.observations("real_network"):
        return (
            f"It asked for a real network connection ({observed.detail}). There is no real network here: "
            "the simulated web is reached only through httpx, aiohttp and the event loop's own connections."
        )
    return ""


def place_of(failure: Failure) -> Where | None:
    """The learner's line that raised an error."""
    for member in reversed(failure.members):
        if member.frames:
            frame = member.frames[-1]
            return Where(frame.file, frame.line, frame.function)
    return None


def _said(run: "Facts", failure: Failure) -> str:
    for member in failure.members:
        if member.is_a("MemoryError"):
            return _NO_MEMORY
        if member.is_a("OSError") and "[Errno 27]" in member.message:  # EFBIG, with Linux and macOS
            return _PRINTED_TOO_MUCH if run.transcript.output_full else _WROTE_TOO_MUCH
        if member.is_a("EOFError") and "reading a line" in member.message:
            return _NOBODY_TYPES
        if member.is_a("SystemExit"):
            return _EXITED.format(f"SystemExit({member.message})")
        if (member.is_a("OSError") or member.is_a("OperationalError")) and member.message.startswith(_DENIED):
            return _denied(run, member)
    return real_network(run)


def _denied(run: "Facts", failure: Failure) -> str:
    """What to say where a layer of isolation refused something; real connections have their own sentence."""
    may_not = "".join(f"{what}, " for allowance, what in _MAY_NOT.items() if allowance not in run.order.policy)
    return real_network(run) or (
        f"It was denied what it asked of the machine ({failure.type_name}: {failure.message}). In this exercise your "
        f"code may not {may_not}{'or ' if may_not else ''}reach files and processes other than its own."
    )
