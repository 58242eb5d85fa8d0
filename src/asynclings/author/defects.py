"""What can be seen to be wrong with an exercise, or with a track, without grading anything."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from asynclings.author import signatures
from asynclings.author.cases import names
from asynclings.author.verdicts import RIGHT_BUT_SEQUENTIAL, read_verdicts
from asynclings.grading.checks import load_checks
from asynclings.grading.failures import GraderFault
from asynclings.report.classroom import runner_id
from asynclings.track import Exercise, Track, TrackError

CHECKS = 5
POINTS = 10  # so each check is worth two, and every consumer of the points shows the same whole numbers
HINTS = 3
TEMPLATE_MARKS = ("{@", "{=")  # what copier.yml's _envops say: an assignment is rendered


def defects(exercise: Exercise) -> list[str]:
    """What is wrong with the files of an exercise, in sentences."""
    missing = [file for file in exercise.own_files if not file.is_file()]
    if missing:
        return [f"There is no {_shown(exercise, file)}." for file in missing]
    looks: list[Callable[[Exercise], Iterator[str]]] = [_of_entry, _of_stub, _of_instructions, _of_grader, _of_known]
    found: list[str] = []
    for look in looks:
        try:
            found += look(exercise)
        except (TrackError, GraderFault) as error:
            found.append(str(error))
        except SyntaxError as error:
            found.append(f"{error.filename}, line {error.lineno}: {error.msg}. Correct it there.")
        except UnicodeDecodeError:
            found.append("A file is not UTF-8. Save it as UTF-8 in your editor.")
    return found


def track_defects(track: Track) -> list[str]:
    """What is wrong with a track as a whole, in sentences."""
    return [*_of_order(track), *_of_names(track), *_of_strangers(track)]


def _of_order(track: Track) -> Iterator[str]:
    order, chapters = [exercise.chapter for exercise in track.exercises], [chapter.slug for chapter in track.chapters]
    if order:  # else it has only just been made
        yield from (f"The chapter {slug} has no exercise." for slug in chapters if slug not in order)
    if order != sorted(order, key=chapters.index):
        yield "The exercises in track.yml are not in the order of its chapters."


def _of_names(track: Track) -> Iterator[str]:
    """Submissions are kept, and the Classroom reporter knows exercises, by names without a chapter."""
    seen: dict[str, str] = {}
    for exercise in track.exercises:
        try:
            before = seen.setdefault(runner_id(exercise.slug), exercise.slug)
        except ValueError as error:
            yield f"{error}"
            continue
        if before != exercise.slug:
            yield f"{before} and {exercise.slug} have names that cannot be told apart: letters and digits count."


def _of_strangers(track: Track) -> Iterator[str]:
    """Files that no exercise of the track has. (A chapter may have a README.md.)"""
    root = track.root
    listed = {file for exercise in track.exercises for file in [*exercise.own_files, exercise.driver]}
    for tree in ("exercises", "solutions", "graders"):
        found = {file for file in (root / tree).glob("*/**/*") if file.suffix in (".py", ".md")}
        strangers = sorted(file for file in found - listed if file.name != "README.md")
        yield from (f"{file.relative_to(root)} belongs to no exercise of track.yml." for file in strangers)
    known = {exercise.submissions for exercise in track.exercises}
    folders = {file.parent for file in (root / "tests" / "submissions").glob("*/verdicts.toml")}
    yield from (
        f"{folder.relative_to(root)} belongs to no exercise of track.yml." for folder in sorted(folders - known)
    )


def _shown(exercise: Exercise, file: Path) -> str:
    return file.relative_to(exercise.root).as_posix()


def _of_entry(exercise: Exercise) -> Iterator[str]:
    if exercise.points != POINTS:
        yield f"It is worth {exercise.points} points in track.yml; an exercise is worth {POINTS}."
    if exercise.front_matter.title != exercise.title:
        yield f"Its title is {exercise.title!r} in track.yml, and {exercise.front_matter.title!r} in its instructions."


def _of_stub(exercise: Exercise) -> Iterator[str]:
    sources = [(exercise.root / "exercises" / path).read_text(encoding="utf-8") for path in exercise.paths]
    if not ast.get_docstring(ast.parse(sources[0], str(exercise.stub))):
        yield "The stub has no docstring that states the task."
    if not any("# TODO" in source for source in sources):
        yield "The stub has no `# TODO` where the work begins."
    for path, source in zip(exercise.paths, sources, strict=True):
        yield from _of_rendering(path, source)
        solution = exercise.root / "solutions" / path
        yield from signatures.differences(source, solution.read_text(encoding="utf-8"))


def _of_instructions(exercise: Exercise) -> Iterator[str]:
    text = exercise.instructions.read_text(encoding="utf-8")
    if f"\n# {exercise.title}\n" not in text:
        yield f"The instructions have no heading `# {exercise.title}`."
    hints = exercise.hints()
    if len(hints) != HINTS or not all(hint.title and hint.text for hint in hints):
        yield f"There are {len(hints)} hints under `## Hints`; there must be {HINTS}, each with a summary and a text."
    yield from _of_rendering(_shown(exercise, exercise.instructions), text)


def _of_rendering(path: str, text: str) -> Iterator[str]:
    """An assignment includes stubs and instructions, and must give them as they are."""
    if any(mark in text for mark in TEMPLATE_MARKS):
        yield f"{path} contains one of {' '.join(TEMPLATE_MARKS)}, which is where the template of assignments acts."
    if "\r" in text or text.startswith("\ufeff"):
        yield f"{path} has a byte order mark, or lines that end with more than a newline. Save it without."


def _of_grader(exercise: Exercise) -> Iterator[str]:
    checks = load_checks(exercise.grader)
    if len(checks) != CHECKS:
        yield f"The grader has {len(checks)} checks; there must be {CHECKS}."
    yield from (
        f"The check {check.id} has no docstring: a learner reads its first line."
        for check in checks
        if not check.function.__doc__
    )


def _of_known(exercise: Exercise) -> Iterator[str]:
    verdicts = read_verdicts(exercise)
    wrong = names(exercise, "wrong")
    if not names(exercise, "right"):
        yield "There is no right submission beside the solution."
    for name in sorted(wrong - set(verdicts.wrong)):
        yield f"The submission wrong/{name} has no entry in verdicts.toml."
    for name in sorted(set(verdicts.wrong) - wrong):
        yield f"verdicts.toml has an entry {name}, and there is no submission wrong/{name}."
    found = [expected.verdict for name, expected in verdicts.wrong.items() if name in wrong]
    for check, letters in zip(load_checks(exercise.grader), zip(*found, strict=True), strict=False):
        if "F" not in letters:
            yield f"No wrong submission fails {check.facet}: it is not known to be able to fail."
    if not found:
        yield "There is no wrong submission, so no check is known to be able to fail."
    elif verdicts.stub == RIGHT_BUT_SEQUENTIAL and RIGHT_BUT_SEQUENTIAL not in found:
        yield f"No wrong submission gets {RIGHT_BUT_SEQUENTIAL}: one that is right and does one thing after another."
