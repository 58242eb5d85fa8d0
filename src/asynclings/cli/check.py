"""Check your work on exercises: those named (by name, chapter or path), or all that lie here.

Run it anywhere inside an assignment. Exit code: 0 all checks passed, 1 some did not, 2 usage or environment,
3 a fault of the kit.
"""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from asynclings.cli import grading, tracks

if TYPE_CHECKING:
    from asynclings.grading.failures import GraderFault
    from asynclings.grading.submission import Submission
    from asynclings.track import Exercise, Track
    from asynclings.track.work import Work

EXAMPLE = """\
  asynclings check                           everything in this assignment
  asynclings check pages                     one exercise
  asynclings check exercises/2_io/pages.py   one file"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="a name, a chapter or a path (default: all)")
    parser.add_argument("--seed", type=grading.seed, metavar="N", help="repeat a run: the seed that its report names")
    tracks.option(parser)


def run(arguments: Namespace) -> int:
    grading.prestart()
    from asynclings.track.assignment import limit_around

    course = tracks.chosen(arguments, Path.cwd())
    faults: list[GraderFault] = []
    work = submissions(arguments.exercises, Path.cwd(), course)
    seconds = limit_around(Path.cwd())  # as it will be on push
    report = grading.grade(work, faults, seed=arguments.seed, seconds=seconds, require=None)
    grading.show(report, learner=True, options=tracks.repeated(arguments))
    grading.own_up(faults)
    return 0 if all(exercise.status == "passed" for exercise in report.exercises) else 1


def submissions(words: Sequence[str], here: Path, track: "Track") -> "list[Submission]":
    """What ``words`` mean in the folder ``here``. Raises Trouble where there is nothing to check."""
    from asynclings.grading.submission import Submission, submission_in
    from asynclings.track.work import find_work
    from asynclings.trouble import Trouble

    found: dict[str, Submission] = {}
    work = find_work(here, track)
    for word in words or ["."]:
        file = Path(os.path.abspath(here / word))  # not resolve(): whether it is a link is for the grader to judge
        if word.endswith(".py") and os.path.lexists(file):
            (exercise,) = track.find([str(file)])
            main = exercise.files[0] if exercise.files else file.name  # of several, any stands for all
            found[exercise.slug] = Submission(exercise, file.with_name(main), Path(word).with_name(main).as_posix())
            continue
        exercises = track.find([word]) if words else track.exercises
        around = find_work(file, track) if os.path.lexists(file) else work
        if around is None:
            raise Trouble(
                "There are no exercises here, nor in a folder above: they would be exercises/<chapter>/<name>.py. "
                'Go to an assignment; `copier copy "$(asynclings template)" my-assignment` makes one.'
            )
        if "/" in word and not os.path.lexists(file) and not _may_be_missing(word, file, exercises, around):
            raise Trouble(f"There is no {word!r} here. Name a path that is there, or an exercise by its name alone.")
        # What is not here is left out of a chapter, but asking for nothing that is here deserves to be told so.
        for exercise in around.present(exercises) or exercises:
            found[exercise.slug] = submission_in(around, exercise)
    return list(found.values())


def _may_be_missing(word: str, file: Path, exercises: "Sequence[Exercise]", work: "Work") -> bool:
    """Whether a path that is not there is that of an exercise of this work, or no path but a slug."""
    return any(
        word.removesuffix(".py") == exercise.slug or file.with_suffix(".py") == work.file(exercise)
        for exercise in exercises
    )
