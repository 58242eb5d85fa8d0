"""The whole way in one command: scaffold an assignment, solve some of its exercises, grade it, print the report."""

import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from asynclings.cli import grading
from asynclings.cli.screen import say
from asynclings.trouble import Trouble

if TYPE_CHECKING:
    from asynclings.grading.failures import GraderFault
    from asynclings.track import Track

EXAMPLE = """\
  asynclings demo
  asynclings demo --keep my-assignment"""

HALF_SOLVED = Path(__file__).parent / "demo_submissions"
"""Answers as a learner might have them half-way, by slug."""

SOLVED = ("1_event_loop/bakery", "2_io/pages", "4_processes/primes")


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the assignment here and leave it to be tried")


def run(arguments: Namespace) -> int:
    grading.prestart()
    if arguments.keep is not None:
        _demonstrate(arguments.keep)
        say(f"\nNow it is yours: go to {arguments.keep}, change a file, and run `asynclings check`.")
    else:
        with TemporaryDirectory(prefix="asynclings-") as folder:
            _demonstrate(Path(folder) / "assignment")
        say("\nThe assignment is gone again. `asynclings demo --keep DIR` leaves it to be tried.")
    return 0


def _demonstrate(folder: Path) -> None:
    from asynclings import track
    from asynclings.grading.submission import submission_in
    from asynclings.scaffold import scaffold
    from asynclings.track.work import Work

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Trouble(f"{str(folder)!r} is there already and not empty. Name a folder that is new.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Trouble(f"The folder {str(folder)!r} cannot be made: {reason}. Name one that you may write to.") from None
    course = track.load()
    scaffold(folder)
    say(f"An assignment as an instructor scaffolds it, in {folder}")
    work = Work(folder)
    done = fill_in(folder, course)
    for slug, what in done.items():
        say(f"  {slug}: {what}")
    say(f"  {len(course.exercises) - len(done)} others: not started")
    say()
    faults: list[GraderFault] = []
    grading.show(grading.grade([submission_in(work, exercise) for exercise in work.present(course.exercises)], faults))
    grading.own_up(faults)


def fill_in(folder: Path, course: "Track") -> dict[str, str]:
    """Solve some exercises of the assignment, and some half; says which."""
    done = {}
    for exercise in course.exercises:
        half = HALF_SOLVED / f"{exercise.slug}.py"
        if exercise.slug in SOLVED:
            shutil.copyfile(exercise.solution, folder / "exercises" / f"{exercise.slug}.py")
            done[exercise.slug] = "solved"
        elif half.is_file():
            shutil.copyfile(half, folder / "exercises" / f"{exercise.slug}.py")
            done[exercise.slug] = "half solved"
    return done
