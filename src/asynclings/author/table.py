"""What a validation found, for a terminal: a line for each exercise, then what is not as it must be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from asynclings.author.validation import Objection, Status, Validation
from asynclings.report.text import one_line

_SHOWN = 400  # characters of a sentence
_MOST = 8  # sentences, or notes, of one objection or exercise


def render(found: Sequence[Validation], of_track: Sequence[str], seeds: Sequence[int]) -> str:
    """The whole text, for `asynclings.cli.screen.say`."""
    width = max((len(validation.exercise.slug) for validation in found), default=8)
    lines = [f"{'exercise':<{width}}  right  wrong  gradings  status"]
    for validation in found:
        kinds = Counter(case.kind for case in validation.cases)
        numbers = f"{kinds['right']:>5}  {kinds['wrong']:>5}  {len(validation.cases) * len(seeds):>8}"
        lines.append(f"{validation.exercise.slug:<{width}}  {numbers}  {validation.status}")
    for validation in found:
        if details := list(_details(validation, len(seeds))):
            lines += ["", f"{validation.exercise.slug}: {validation.status}", *(f"  {line}" for line in details)]
    if of_track:
        lines += ["", "the track: defective", *(f"  {sentence}" for sentence in of_track)]
    lines += ["", _summary(found, seeds)]
    return "\n".join(lines)


def _details(validation: Validation, gradings: int) -> Iterator[str]:
    yield from (one_line(note, _SHOWN) for note in validation.to_do[:_MOST])
    if (more := len(validation.to_do) - _MOST) > 0:
        yield f"and {more} more"
    yield from (one_line(sentence, _SHOWN) for sentence in validation.defects)
    for objection in validation.objections:
        first, *others = objection.sentences
        yield f"{objection.case.name}: {one_line(first, _SHOWN)}{_how_often(objection, gradings)}"
        yield from (f"    {one_line(sentence, _SHOWN)}" for sentence in others[:_MOST])


def _how_often(objection: Objection, gradings: int) -> str:
    """In how many gradings, and how to see it again."""
    times = len(objection.seeds)
    return f" ({times} of {gradings} gradings, the first with --seed {objection.seeds[0]})" if gradings > 1 else ""


def _summary(found: Sequence[Validation], seeds: Sequence[int]) -> str:
    statuses = Counter(validation.status for validation in found)
    parts = [f"{statuses[status]} {status}" for status in get_args(Status) if statuses[status]]
    gradings = sum(len(validation.cases) for validation in found) * len(seeds)
    if not found:
        return "No exercises yet. `asynclings author new CHAPTER/NAME` begins one."
    text = f"{len(found)} exercise{'s' * (len(found) != 1)}: {', '.join(parts)}."
    return f"{text} {gradings} gradings; `--seed {seeds[0]}` draws the same data." if gradings else text
