"""What commands say, and what a stream can show: whether it is a terminal, its width, colours, and characters."""

import os
import sys
from dataclasses import dataclass
from io import TextIOWrapper
from shutil import get_terminal_size
from typing import TextIO

from asynclings.report.text import harmless


def say(text: str = "", *, error: bool = False) -> None:
    """Print a line on stdout, or stderr, for readers alone: nothing in it acts on a terminal or a workflow's runner.

    Commands print by this, because names of files, and errors that quote what was found in them, are a learner's.
    """
    print(harmless(text), file=sys.stderr if error else sys.stdout, flush=True)


def take_any_text(*streams: TextIO) -> None:
    """Let characters that a stream's encoding does not have be written by their numbers, instead of failing."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@dataclass(frozen=True)
class Screen:
    """What to expect of a stream. ``width`` is in columns, between 60 and 120."""

    live: bool
    color: bool
    unicode: bool
    width: int


def screen_of(stream: TextIO) -> Screen:
    """What ``stream`` can show: by what it is, and by NO_COLOR (https://no-color.org), TERM and COLUMNS."""
    live = stream.isatty() and os.environ.get("TERM") != "dumb"
    return Screen(
        live=live,
        color=live and not os.environ.get("NO_COLOR"),
        unicode=_encodes(stream, "✔✘·│━"),
        width=max(60, min(120, get_terminal_size((80, 24)).columns)) if live else 80,
    )


def _encodes(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
