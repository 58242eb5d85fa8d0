"""For authors of exercises: begin a new one, prove that one does what it must.

Exit code: 0 all exercises are valid, 1 some are not, 2 usage or environment, 3 a fault of the kit.
"""

import secrets
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from contextlib import nullcontext
from pathlib import Path

from asynclings.cli import grading, tracks
from asynclings.cli.screen import say
from asynclings.kit import is_installed, kit_root
from asynclings.sandbox import keeper
from asynclings.trouble import Trouble

NEW = """\
  asynclings author new 2_io/tea --title "A cup of tea"
  asynclings author new 1_own/tea --track ."""
VALIDATE = """\
  asynclings author validate --track .
  asynclings author validate tea --repeat 20 --under-load"""
EXAMPLE = f"{NEW}\n{VALIDATE}"


def arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    validate = actions.add_parser(
        "validate",
        help="prove that exercises do what they must",
        description="Grade everything whose verdict is known: solutions, stubs, and tests/submissions.",
        formatter_class=RawDescriptionHelpFormatter,
        epilog=f"example:\n{VALIDATE}",
    )
    validate.add_argument("exercises", nargs="*", metavar="EXERCISE", help="a name, a chapter or a path (default: all)")
    validate.add_argument(
        "--repeat", type=_times, default=1, metavar="N", help="grade everything so often (default: 1)"
    )
    validate.add_argument("--under-load", action="store_true", help="keep the processors busy meanwhile")
    validate.add_argument("--seed", type=grading.seed, metavar="N", help="repeat a validation: the seed that it named")
    tracks.option(validate)
    validate.set_defaults(act=_validate)
    new = actions.add_parser(
        "new",
        help="begin a new exercise",
        description="Write all files of a new exercise.",
        formatter_class=RawDescriptionHelpFormatter,
        epilog=f"example:\n{NEW}",
    )
    new.add_argument("slug", metavar="CHAPTER/NAME", help="a chapter of the track, and a name for the exercise")
    new.add_argument("--title", metavar="TEXT", help="what learners call it (default: made of the name)")
    tracks.option(new)
    new.set_defaults(act=_new)


def run(arguments: Namespace) -> int:
    code: int = arguments.act(arguments)
    return code


def _validate(arguments: Namespace) -> int:
    keeper.require_fork()
    from asynclings.author.defects import track_defects
    from asynclings.author.load import BUSY_PROCESSES, load_of
    from asynclings.author.table import render
    from asynclings.author.validation import validate
    from asynclings.cli.progress import Progress

    course = tracks.chosen(arguments, Path.cwd())
    exercises = course.find(arguments.exercises) if arguments.exercises else course.exercises
    if exercises and not any(exercise.submissions.is_dir() for exercise in exercises):
        raise Trouble(
            f"There are no submissions with known verdicts in {course.root / 'tests' / 'submissions'}. "
            "An installed kit has none: name a checkout of the track; in one, `--track .` does."
        )
    first = secrets.randbelow(2**32) if arguments.seed is None else arguments.seed
    seeds = range(first, first + arguments.repeat)
    progress = Progress(sys.stderr)
    with progress, load_of(BUSY_PROCESSES) if arguments.under_load else nullcontext():
        found = validate(exercises, seeds, progress.count)
    of_track = [] if arguments.exercises else track_defects(course)
    say(render(found, of_track, seeds))
    return 0 if not of_track and all(validation.status == "valid" for validation in found) else 1


def _new(arguments: Namespace) -> int:
    from asynclings.author.new_exercise import MARK, begin

    course = tracks.chosen(arguments, Path.cwd())
    if course.root == kit_root() and is_installed():
        raise Trouble(
            "This kit is installed, and not written to. Name a checkout, or your own track, with --track DIR."
        )
    title = arguments.title or arguments.slug.rpartition("/")[2].replace("_", " ").capitalize()
    for file in begin(course, arguments.slug, title):
        say(str(file.relative_to(course.root)))
    then = f"asynclings author validate {arguments.slug.rpartition('/')[2]}{tracks.repeated(arguments)}"
    say(f"\nEvery `{MARK}` in these files says what to write. Then: {then}")
    return 0


def _times(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit() or not 1 <= int(argument) <= 1000:
        raise ArgumentTypeError(f"{argument!r} is not a number from 1 to 1000")
    return int(argument)
