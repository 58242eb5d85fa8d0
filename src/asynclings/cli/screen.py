"""What a stream can show: whether it is a terminal, its width, colours, and characters beyond ASCII."""

import os
from dataclasses import dataclass
from shutil import get_terminal_size
from typing import TextIO


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
