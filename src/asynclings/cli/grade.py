"""Grade the work in a folder: DIR holds <chapter>/<exercise>.py, directly or under exercises/.

An exercise that is named and not there counts as an error with its points lost; without names, whatever is there
is graded. Exit code: 0 whenever it graded, 2 usage or environment, 3 a fault of the kit.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from asynclings.cli import grading, tracks
from asynclings.cli.screen import say
from asynclings.report import FORMATS
from asynclings.trouble import Trouble

if TYPE_CHECKING:
    from asynclings.grading.failures import GraderFault
    from asynclings.track import Exercise, Track
    from asynclings.track.work import Work

EXAMPLE = """\
  asynclings grade submissions/ada
  asynclings grade . --exercise pages --report json=report.json --report markdown=report.md"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with the work")
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        type=_report,
        metavar="FORMAT=PATH",
        help=f"also write a report: {', '.join(sorted(FORMATS))} (classroom is appended); may be repeated",
    )
    grading.arguments(parser)


def run(arguments: Namespace) -> int:
    grading.prestart()
    from asynclings import report
    from asynclings.grading.submission import submission_in
    from asynclings.track.work import Work

    work = Work(arguments.folder)
    exercises = _chosen(work, arguments.exercise, tracks.chosen(arguments, arguments.folder))
    submissions = [submission_in(work, exercise) for exercise in exercises]
    faults: list[GraderFault] = []
    result = grading.grade(
        submissions,
        faults,
        seed=arguments.seed,
        seconds=arguments.seconds,
        require=grading.required_isolation(arguments),
    )
    troubles: list[Trouble] = []
    # Everything that ran is dead by now; what a workflow's later steps go by is written last.
    for name, path in sorted(arguments.report, key=lambda each: each[0] == "classroom"):
        try:
            report.write(result, name, path)
        except Trouble as error:  # the other reports are still written
            troubles.append(error)
    grading.show(result)  # last: whoever reads it may leave before its end, and the reports are to be had all the same
    grading.own_up(faults, troubles)
    return 0


def _chosen(work: "Work", names: list[str], track: "Track") -> "tuple[Exercise, ...]":
    if not work.folder.is_dir():
        raise Trouble(f"There is no folder {str(work.folder)!r}. Name the one that holds <chapter>/<exercise>.py.")
    if names:
        return track.find(names)
    present = work.present(track.exercises)
    if not present:
        raise Trouble(
            f"The folder {str(work.folder)!r} holds no exercise: expected <chapter>/<exercise>.py (for instance "
            f"{track.exercises[0].slug}.py) in it or in its exercises/. `asynclings list` shows all."
        )
    absent = [exercise.slug for exercise in track.exercises if exercise not in present and not exercise.retired]
    if absent:
        say(
            f"Other exercises of the kit are not in this folder, and not counted: {', '.join(absent)}; "
            "--exercise NAME counts one as missing.",
            error=True,
        )
    return present


def _report(argument: str) -> tuple[str, Path]:
    name, _, path = argument.partition("=")
    if name not in FORMATS or not path:
        raise ArgumentTypeError(f"{argument!r} is not FORMAT=PATH with one of the formats {', '.join(sorted(FORMATS))}")
    return name, Path(path)
