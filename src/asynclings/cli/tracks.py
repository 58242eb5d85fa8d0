"""Which track a command works with: that of ``--track``, else of ``$ASYNCLINGS_TRACK``, else the kit's own."""

import os
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from asynclings.trouble import Trouble

if TYPE_CHECKING:
    from asynclings.track import Track

VARIABLE = "ASYNCLINGS_TRACK"


def option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--track",
        type=Path,
        metavar="DIR",
        help=f"a track of one's own, the folder with exercises/track.yml (default: ${VARIABLE}, or else the kit's)",
    )


def named(arguments: Namespace) -> Path | None:
    """The folder of the track that the option or the variable names, if one does."""
    option: Path | None = arguments.track
    return option or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)


def repeated(arguments: Namespace) -> str:
    """The option as it was given, to be put behind a command that one may run next; nothing if it was not."""
    return "" if arguments.track is None else f" --track {shlex.quote(str(arguments.track))}"


def chosen(arguments: Namespace, work: Path) -> "Track":
    """The track. ``work`` is the folder that the command is about. Raises Trouble.

    A track that is found in it is not used unasked: a grader is a program, and this may be somebody else's work.
    """
    from asynclings import track
    from asynclings.track.assignment import BROUGHT_ALONG

    if (name := named(arguments)) is not None:
        folder = Path(os.path.abspath(name))
        if not (folder / "exercises" / "track.yml").is_file():
            source = "with --track" if arguments.track else f"in the variable {VARIABLE}"
            raise Trouble(
                f"{str(name)!r} is no track, for it has no exercises/track.yml. "
                f"Name the folder that holds exercises/ and graders/ {source}."
            )
        return track.load(folder)
    here = Path(os.path.abspath(work))
    for folder in (here, *here.parents):
        if (folder / BROUGHT_ALONG / "exercises" / "track.yml").is_file():
            raise Trouble(
                f"The assignment in {str(folder)!r} has exercises of its own, and brings their track along. If it is "
                f"yours to work on, use that: `export {VARIABLE}={shlex.quote(str(folder / BROUGHT_ALONG))}`. "
                "To look at somebody else's work, name your own copy of the track with --track DIR."
            )
    return track.load()
