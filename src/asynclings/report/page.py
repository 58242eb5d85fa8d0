"""What a report for a terminal is drawn on. Plain ANSI, because importing more would cost more than drawing."""

import textwrap
from collections.abc import Sequence
from typing import Final

import msgspec

from asynclings.report.text import cells, no_workflow_command

_TO_ASCII: Final = str.maketrans(
    {"✔": "+", "✘": "x", "·": "-", "│": "|", "…": "...", "→": "->", "━": "=", "─": "-", "—": "-"}
)


class Page(msgspec.Struct, frozen=True):
    """How wide it is, and whether in colour and beyond ASCII."""

    width: int
    color: bool
    unicode: bool

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text

    def spread(self, left: str, right: str) -> str:
        """The two parts at the two ends of a line. Neither may be painted yet."""
        return f"{left}{' ' * max(2, self.width - cells(left) - cells(right))}{right}"

    def finish(self, lines: Sequence[str]) -> str:
        text = no_workflow_command("\n".join(line.rstrip() for line in lines) + "\n")
        return text if self.unicode else text.translate(_TO_ASCII).encode("ascii", "backslashreplace").decode("ascii")


def fitting(names: Sequence[str], width: int) -> str:
    """``a, b and 3 more``: as many of the names as fit into so many columns, at least one."""
    text = ""
    for number in range(len(names), 0, -1):
        left = len(names) - number
        text = ", ".join(names[:number]) + (f" and {left} more" if left else "")
        if cells(text) <= width:
            break
    return text


def wrap(text: str, width: int, hang: str = "") -> list[str]:
    """The text in lines of at most ``width`` characters, at least one."""
    return textwrap.wrap(text, max(20, width), subsequent_indent=hang, break_on_hyphens=False) or [""]
