"""What check, grade, regrade and demo share: options, run the grading, show how it goes, print the report."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from asynclings.cli import tracks
from asynclings.cli.screen import say
from asynclings.trouble import Trouble

if TYPE_CHECKING:
    from asynclings.grading.failures import GraderFault
    from asynclings.grading.session import Ahead
    from asynclings.grading.submission import Submission
    from asynclings.report.model import Report, Trust

_WORTH_A_PROCESS = 4  # submissions: with fewer, starting it takes longer than it saves


def arguments(parser: ArgumentParser) -> None:
    """The options of commands that grade the work of others."""
    parser.add_argument(
        "--exercise",
        action="append",
        default=[],
        metavar="NAME",
        help="grade this one even if its file is missing; may be repeated, also with a chapter",
    )
    parser.add_argument("--seed", type=seed, metavar="N", help="repeat a grading: the seed that its report names")
    parser.add_argument(
        "--seconds",
        type=_seconds,
        metavar="N",
        help="real seconds that one run may take, in place of the track's limit; one with processes has at least 60",
    )
    parser.add_argument(
        "--require-isolation",
        choices=("strong", "medium", "basic"),
        metavar="LEVEL",
        help="grade nothing on a machine that is shielded from submissions less well than this: strong, medium or "
        "basic (default: strong for regrade, and for grade where CI=true on Linux; else basic)",
    )
    tracks.option(parser)


def required_isolation(arguments: Namespace, otherwise: "Trust" = "basic") -> "Trust":
    """What that option says. In a workflow on Linux strong isolation can be had, and is the default."""
    asked: Trust | None = arguments.require_isolation
    if asked is not None:
        return asked
    return "strong" if os.environ.get("CI") == "true" and sys.platform == "linux" else otherwise


def prestart() -> None:
    """Start the process that runs submissions: what it imports is ready when this process has read its files."""
    from asynclings.sandbox import keeper

    keeper.prestart()
    # Where rich and click are installed, httpx imports a command line of its own with them: a third of its time.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


def grade(
    submissions: "Sequence[Submission]",
    faults: "list[GraderFault]",
    *,
    seed: int | None = None,
    seconds: float | None = None,
    require: "Trust | None" = "basic",
) -> "Report":
    """Grade with progress on stderr. ``seconds`` of real time for one run replace the limits of the track.

    Where the machine is shielded less well than ``require`` asks, nothing is graded: Trouble. With None nobody looks.
    Faults of the kit are added to ``faults``, for the caller to raise when everything else is done.
    """
    from asynclings.cli.progress import Progress
    from asynclings.grading import session

    progress, helpers = Progress(sys.stderr), _helpers(submissions)
    with progress, _help(helpers, seconds) as ahead:
        return session.grade(
            submissions,
            seed=seed,
            seconds=seconds,
            require=require,
            on_start=progress.start,
            on_check=progress.check,
            on_fault=faults.append,
            ahead=ahead,
            at_once=helpers + 1,
        )


def _helpers(submissions: "Sequence[Submission]") -> int:
    """How many processes grade beside this one, a processor each; none where there is too little to grade for that."""
    return min((os.cpu_count() or 1) - 1, len(submissions) // _WORTH_A_PROCESS)


@contextmanager
def _help(processes: int, seconds: float | None) -> "Iterator[Ahead | None]":
    if not processes:
        yield None
        return
    from asynclings.batch.pool import GradingPool

    with GradingPool(processes, beside=1) as pool:
        yield lambda submission, seed: pool.grade(submission, seed=seed, seconds=seconds)


def own_up(faults: "Sequence[GraderFault]", troubles: Sequence[Trouble] = ()) -> None:
    """Tell of all that went wrong, once each, and raise the first, if any: what can be set right comes first."""
    wrong: dict[str, Exception] = {}
    for error in (*troubles, *faults):
        wrong.setdefault(str(error), error)
    if wrong:
        first, *others = wrong.values()
        for other in others:
            say(f"asynclings: {other}", error=True)
        raise first


def show(report: "Report", *, learner: bool = False, options: str = "") -> None:
    """Print the report for a terminal on stdout. A learner reads what to do next instead of the isolation.

    ``options`` belong behind a command that is named there.
    """
    from asynclings.cli.screen import screen_of
    from asynclings.report import terminal

    screen = screen_of(sys.stdout)
    width, color, unicode = screen.width, screen.color, screen.unicode
    text = terminal.render(report, width=width, color=color, unicode=unicode, isolation=not learner)
    if learner:
        text += terminal.render_next_step(report, options, width=width, color=color, unicode=unicode)
    print(text, end="", flush=True)


def seed(argument: str) -> int:
    """What an option says that is a seed. Raises `ArgumentTypeError`."""
    try:
        number = int(argument)
    except ValueError:
        number = -1
    if not 0 <= number < 1 << 63:
        raise ArgumentTypeError(f"{argument!r} is not a whole number from 0 to {(1 << 63) - 1}")
    return number


def _seconds(argument: str) -> float:
    try:
        seconds = float(argument)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise ArgumentTypeError(f"{argument!r} is not a number of seconds above 0 and up to 3600")
    return seconds
