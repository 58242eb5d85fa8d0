"""Show the chapters and exercises; within an assignment also which are not started yet. Nothing is graded."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from asynclings import track
from asynclings.cli import tracks
from asynclings.cli.screen import say
from asynclings.track.work import Work, find_work

EXAMPLE = """\
  asynclings list              what there is
  asynclings list --concepts   and what it is about"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--concepts", action="store_true", help="show what each exercise is about")
    tracks.option(parser)


def run(arguments: Namespace) -> int:
    course = tracks.chosen(arguments, Path.cwd())
    work = find_work(Path.cwd(), course)
    # An assignment shows its own exercises, retired ones among them; elsewhere those that a new one would have.
    shown = work.present(course.exercises) if work else tuple(e for e in course.exercises if not e.retired)
    width = max((len(exercise.title) for exercise in shown), default=0)
    name_width = max((len(exercise.name) for exercise in shown), default=0)
    for chapter in course.chapters:
        exercises = [exercise for exercise in shown if exercise.chapter == chapter.slug]
        if not exercises:
            continue
        say(f"{chapter.slug}  {chapter.title}")
        for exercise in exercises:
            facts = f"{exercise.points:>3} points  about {exercise.minutes:>3} min  {'*' * exercise.difficulty:<5}"
            row = f"  {exercise.name:<{name_width}}  {exercise.title:<{width}}  {facts}  {_state(exercise, work)}"
            say(row.rstrip())
            if arguments.concepts:
                say(f"  {'':<{name_width}}  {', '.join(exercise.concepts)}")
        say()
    say("`asynclings check NAME` checks one, `asynclings hint NAME` helps with it. More stars are harder.")
    return 0


def _state(exercise: track.Exercise, work: Work | None) -> str:
    if work is None:
        return ""
    return "not started" if exercise.untouched(work.file(exercise)) else "started"
