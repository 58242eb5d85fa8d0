"""Show a hint for an exercise. Hints come in three steps, each telling more than the last."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from asynclings import track
from asynclings.trouble import Trouble

EXAMPLE = """\
  asynclings hint pages
  asynclings hint pages --level 2"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE", help="a name or a path")
    parser.add_argument(
        "--level", type=_level, default=1, metavar="N", help="which step of help, or `all` (default: 1, the smallest)"
    )


def run(arguments: Namespace) -> int:
    exercises = track.load().find([arguments.exercise])
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
    for number, hint in enumerate(hints, start=1):
        if level in (None, number):
            print(f"{exercise.title}, hint {number} of {len(hints)}: {hint.title}\n\n{hint.text}\n")
    if level is not None and level < len(hints):
        print(f"More help: asynclings hint {exercise.name} --level {level + 1}")
    return 0


def _level(argument: str) -> int | None:
    if argument == "all":
        return None
    if not argument.isascii() or not argument.isdigit() or int(argument) < 1:
        raise ArgumentTypeError(f"{argument!r} is neither a number from 1 on nor `all`")
    return int(argument)
