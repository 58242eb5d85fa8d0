"""Show a hint for an exercise. Hints come in three steps, each telling more than the last."""

import re
import sys
import textwrap
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path

from asynclings.cli import tracks
from asynclings.cli.screen import say, screen_of
from asynclings.trouble import Trouble

EXAMPLE = """\
  asynclings hint pages
  asynclings hint pages --level 2"""

_WIDEST = 100  # columns; longer lines of prose are hard to read
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_NO_PROSE = re.compile(r"\s|[-*+] |\d+[.)] |[>|#]")  # code, lists, quotations, tables, headings
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_HELD = "\0"  # stands for a blank at which no line may be broken


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE", help="a name or a path")
    parser.add_argument(
        "--level", type=_level, default=1, metavar="N", help="which step of help, or `all` (default: 1, the smallest)"
    )
    tracks.option(parser)


def run(arguments: Namespace) -> int:
    exercises = tracks.chosen(arguments, Path.cwd()).find([arguments.exercise])
    if len(exercises) > 1:
        names = ", ".join(exercise.name for exercise in exercises)
        raise Trouble(f"{arguments.exercise!r} is a chapter. Name one of its exercises: {names}.")
    (exercise,) = exercises
    hints = exercise.hints()
    level: int | None = arguments.level
    if not hints:
        raise Trouble(f"{exercise.slug} has no hints. Its instructions are in {exercise.instructions}.")
    if level is not None and level > len(hints):
        raise Trouble(f"{exercise.slug} has {len(hints)} hints, so there is no number {level}. Try `--level all`.")
    width = min(_WIDEST, screen_of(sys.stdout).width)
    for number, hint in enumerate(hints, start=1):
        if level in (None, number):
            say(f"{exercise.title}, hint {number} of {len(hints)}: {hint.title}\n\n{wrapped(hint.text, width)}\n")
    if level is not None and level < len(hints):
        say(f"More help: asynclings hint {exercise.name} --level {level + 1}{tracks.repeated(arguments)}")
    return 0


def wrapped(markdown: str, width: int) -> str:
    """The text with its paragraphs in lines of at most ``width`` columns; code, lists and the like stay as they are.

    Words and code spans are not broken, even where one alone is wider.
    """
    return "\n".join(line for prose, text in _blocks(markdown) for line in (_fill(text, width) if prose else [text]))


def _blocks(markdown: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, and of each whether it is prose: a whole paragraph, in one line. Other pieces are lines."""
    paragraph: list[str] = []
    fence, verbatim = "", False
    for line in markdown.splitlines():
        found = _FENCE.match(line)
        verbatim = not fence and bool(line.strip()) and (verbatim or _NO_PROSE.match(line) is not None)
        if not (fence or found or verbatim) and line.strip():
            paragraph.append(line.strip())
            continue
        if paragraph:
            yield True, " ".join(paragraph)
            paragraph = []
        yield False, line
        if fence:
            fence = "" if line.strip().startswith(fence) else fence
        elif found:
            fence = found[1]
    if paragraph:
        yield True, " ".join(paragraph)


def _fill(paragraph: str, width: int) -> list[str]:
    held = _CODE_SPAN.sub(lambda span: span[0].replace(" ", _HELD), paragraph)
    lines = textwrap.wrap(held, width, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_HELD, " ") for line in lines]


def _level(argument: str) -> int | None:
    if argument == "all":
        return None
    if not argument.isascii() or not argument.isdigit() or int(argument) < 1:
        raise ArgumentTypeError(f"{argument!r} is neither a number from 1 on nor `all`")
    return int(argument)
