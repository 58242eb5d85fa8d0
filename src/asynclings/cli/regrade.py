"""Grade clones of learners' repositories with your own kit: the result that counts, for whoever can push to a
repository can change how it is graded there.

CLONES are clones, or folders of clones. Of each only the exercise files are taken; everything else comes from this kit.
All get the same exercises and the same data. FOLDER gets a report for each clone (reports/NAME.json, .md), and all
points in summary.csv and summary.json. Said as well: what differs from the learner's own run, and whether workflow,
pin or instructions were changed.

Which exercises: those named, else those of the template repository, else every one that any of the clones has.
Exit code: 0 whenever it graded, 2 usage or environment, or not a single clone could be graded, 3 a fault of the kit.
"""

import secrets
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from asynclings.cli import grading, tracks
from asynclings.cli.screen import say, screen_of
from asynclings.trouble import Trouble

if TYPE_CHECKING:
    from asynclings.batch.clones import Clone
    from asynclings.batch.comparison import Compare
    from asynclings.batch.model import Regraded, Summary
    from asynclings.batch.pool import GradingPool
    from asynclings.batch.regrading import Regrading
    from asynclings.cli.progress import BatchProgress
    from asynclings.grading.failures import GraderFault
    from asynclings.report.model import Isolation, Report
    from asynclings.track import Exercise, Track

EXAMPLE = """\
  asynclings regrade clones --into results
  asynclings regrade clones/* --into results --template-repository my-assignment --claimed artifacts"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("clones", nargs="+", type=Path, metavar="CLONES", help="clones, or folders of clones")
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="where the reports go")
    parser.add_argument(
        "--template-repository",
        type=Path,
        metavar="DIR",
        help="the repository that learners got copies of: says which exercises, and what was handed out; "
        "without it, the kit's template is rendered with each clone's own answers",
    )
    parser.add_argument(
        "--claimed",
        type=Path,
        metavar="DIR",
        help="the reports of the learners' own runs: the downloaded artifacts, DIR/<clone>/report.json",
    )
    parser.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        help="grade so many clones at the same time (default: one a processor, where the kernel keeps them apart)",
    )
    grading.arguments(parser)


def run(arguments: Namespace) -> int:
    grading.prestart()
    from asynclings.batch import summary
    from asynclings.batch.clones import find_clones
    from asynclings.batch.pool import GradingPool
    from asynclings.batch.regrading import Regrading
    from asynclings.cli.progress import BatchProgress
    from asynclings.grading.isolation import demand
    from asynclings.grading.session import Session

    course = tracks.chosen(arguments, Path.cwd())  # what a clone brings along has no say, and stops nobody
    compare = _compare(arguments, course)
    clones = find_clones(arguments.clones, course, arguments.into)
    exercises, seconds = _asked_for(arguments, clones, course)
    jobs = _at_once(arguments.jobs, exercises)
    require = grading.required_isolation(arguments, otherwise="strong")
    with Session() as session:  # before anything is written
        demand(require, session.isolation())
    _make(arguments.into / "reports")
    faults: list[GraderFault] = []
    progress = BatchProgress(sys.stderr, len(clones))
    regrading = Regrading(
        track=course,
        exercises=exercises,
        seed=secrets.randbelow(2**32) if arguments.seed is None else arguments.seed,
        seconds=seconds,
        require=require,
        compare=compare,
        claims=arguments.claimed,
        on_fault=faults.append,
    )
    with GradingPool(jobs) as pool, progress:
        whole, troubles = _grade(regrading, clones, pool, progress, arguments.into / "reports")
    summary.write(whole, arguments.into)
    _show(whole, arguments.into)
    grading.own_up(faults, troubles)
    if whole.isolation is None:
        raise Trouble("Not a single clone could be graded; the table says why.")
    return 0


def _grade(
    regrading: "Regrading",
    clones: "Sequence[Clone]",
    pool: "GradingPool",
    progress: "BatchProgress",
    reports: Path,
) -> "tuple[Summary, list[Trouble]]":
    """Grade them all and write each one's report as soon as it is there; the summary, and what was not written."""
    from asynclings.batch.model import Summary
    from asynclings.kit import kit_version

    rows: list[Regraded] = []
    troubles: list[Trouble] = []
    isolation: Isolation | None = None
    for regraded, report in regrading.grade(clones, pool):
        rows.append(regraded)
        if report is not None:
            isolation = report.isolation
            troubles += _write(report, reports, regraded.clone)
        progress.end(regraded)
    whole = Summary(
        kit_version=kit_version(),
        seed=regrading.seed,
        max_points=sum(exercise.points for exercise in regrading.exercises),
        exercises=tuple(exercise.slug for exercise in regrading.exercises),
        clones=tuple(rows),
        isolation=isolation,
    )
    return whole, troubles


def _compare(arguments: Namespace, course: "Track") -> "Compare":
    from asynclings.batch.comparison import with_repository, with_template

    repository: Path | None = arguments.template_repository
    for option, folder in (("--template-repository", repository), ("--claimed", arguments.claimed)):
        if folder is not None and not folder.is_dir():
            raise Trouble(f"There is no folder {str(folder)!r}. Name another one with {option}.")
    return with_template(course) if repository is None else with_repository(repository)


def _asked_for(
    arguments: Namespace, clones: "Sequence[Clone]", course: "Track"
) -> "tuple[tuple[Exercise, ...], float | None]":
    """The exercises that every clone is to have, and the real seconds that one run may take."""
    from asynclings.batch.clones import exercises_in
    from asynclings.track.assignment import read_assignment

    seconds: float | None = arguments.seconds
    if arguments.template_repository is not None:
        assignment = read_assignment(arguments.template_repository, course)
        return course.find(arguments.exercise) or assignment.exercises, seconds or assignment.seconds
    if arguments.exercise:
        return course.find(arguments.exercise), seconds
    exercises = exercises_in(clones, course)
    say(
        f"Every exercise that a clone has counts for all: {', '.join(e.slug for e in exercises) or 'there is none'}. "
        "--exercise or --template-repository says which ones count.",
        error=True,
    )
    return exercises, seconds


def _make(folder: Path) -> None:
    """Make the folder of the reports now: an hour of grading should not end in the lack of it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"The folder {str(folder)!r} cannot be made: {error.strerror}. Name one that you may write to with --into."
        ) from None


def _write(report: "Report", folder: Path, name: str) -> "list[Trouble]":
    """Write the report of a clone in two formats; what could not be written."""
    from asynclings.report import write

    troubles: list[Trouble] = []
    for format, ending in (("json", "json"), ("markdown", "md")):
        try:
            write(report, format, folder / f"{name}.{ending}")
        except Trouble as trouble:
            troubles.append(trouble)
    return troubles


def _jobs(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit() or not 1 <= int(argument) <= 1000:
        raise ArgumentTypeError(f"{argument!r} is not a number from 1 to 1000")
    return int(argument)


def _at_once(asked: int | None, exercises: "Sequence[Exercise]") -> int | None:
    """How many clones may be graded at the same time; None: one a processor."""
    from asynclings.sandbox.separation import separated

    if separated(processes=any("processes" in exercise.policy for exercise in exercises)):
        return asked
    if asked is not None and asked > 1:
        raise Trouble(
            f"--jobs {asked}: the kernel of this machine does not keep submissions that run at the same time from each "
            "other. That takes seccomp and Landlock, and Landlock 6 where exercises start processes; `asynclings "
            "doctor` shows what there is. Leave --jobs away, and clones are graded one after another."
        )
    return 1


def _show(whole: "Summary", into: Path) -> None:
    from asynclings.batch import terminal

    screen = screen_of(sys.stdout)
    print(terminal.render(whole, width=screen.width, color=screen.color, unicode=screen.unicode), end="")
    say(f"The reports are in {into / 'reports'}, all points in {into / 'summary.csv'} and summary.json.")
