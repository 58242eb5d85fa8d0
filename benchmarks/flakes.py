"""Flakes: does any verdict, elapsed time or peak differ between runs, idle or with eight busy processes?

Rounds take turns with a few seeds: what was measured must be the same for the same data, and verdicts for all data.
Beside it, the usual way: the same `pages` task graded by a stopwatch, which must not take twice the ideal time.
A whole measurement takes hours. With ``--record FILE`` it can be stopped, and goes on where it was.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from asynclings.author.cases import cases_of
from asynclings.author.load import BUSY_PROCESSES, load_of
from asynclings.batch.pool import GradingPool
from asynclings.grading.submission import Submission
from asynclings.kit import kit_version
from asynclings.report.model import ExerciseResult
from asynclings.track import Exercise, load

SEEDS = 10
STOPWATCH_RUNS = 50
CONDITIONS = {"idle": 0, "under load": BUSY_PROCESSES}

STOPWATCH = """
import asyncio
import time

import httpx
import pytest
import respx


async def fetch_all(urls):
    async with httpx.AsyncClient() as client:
        return [response.text for response in await asyncio.gather(*map(client.get, urls))]


@pytest.mark.asyncio
async def test_ten_pages_of_a_tenth_of_a_second():
    async def answer(request):
        await asyncio.sleep(0.1)
        return httpx.Response(200, text=request.url.path)
    with respx.mock:
        respx.get(host="shop.test").mock(side_effect=answer)
        begun = time.monotonic()
        await fetch_all([f"http://shop.test/{n}" for n in range(10)])
        assert time.monotonic() - begun < 0.2
"""

Facts = str
"""All that must not differ of a grading, as JSON."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """Each submission of an exercise graded once: what was found, by file."""

    kit_version: str
    exercise: str
    condition: str
    seed: int
    found: dict[str, Facts]


class Record:
    """The rounds, also those that a file holds from earlier."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        lines = file.read_bytes().splitlines() if file is not None and file.exists() else []
        self._rounds = [msgspec.json.decode(line, type=Round) for line in lines]

    def add(self, round: Round) -> None:
        self._rounds.append(round)
        if self._file is not None:
            with self._file.open("ab") as file:
                file.write(msgspec.json.encode(round) + b"\n")

    def of(self, exercise: Exercise, condition: str | None = None) -> list[Round]:
        rounds = [round for round in self._rounds if round.exercise == exercise.slug]
        return [round for round in rounds if condition in (None, round.condition)]


def facts(result: ExerciseResult) -> Facts:
    """Verdicts, virtual times, peaks, numbers of operations, mistakes and lines."""
    found = [
        (
            check.facet,
            check.status,
            check.mistake.number if check.mistake else None,
            check.line.number if check.line else None,
            (check.evidence.elapsed, check.evidence.peak_in_flight, check.evidence.operations)
            if check.evidence
            else None,
        )
        for check in result.checks
    ]
    return msgspec.json.encode(found).decode()


def submissions(exercise: Exercise) -> list[Submission]:
    cases = [case for case in cases_of(exercise) if case.kind in ("solution", "right", "wrong")]
    return [Submission(exercise, case.file, case.name) for case in cases]


def verdict(found: Facts) -> Facts:
    """Of all that, what no data may change: status and mistake of each check."""
    return msgspec.json.encode([check[:3] for check in msgspec.json.decode(found)]).decode()


def measure(record: Record, exercises: Sequence[Exercise], runs: int, condition: str, graders: int | None) -> None:
    """Add what is missing of so many rounds under a condition."""
    with GradingPool(graders) as pool:
        for n in range(runs):
            begun = time.monotonic()
            missing = [exercise for exercise in exercises if len(record.of(exercise, condition)) <= n]
            begun_with = [
                (exercise, [(each.shown, pool.grade(each, seed=n % SEEDS)) for each in submissions(exercise)])
                for exercise in missing
            ]
            for exercise, futures in begun_with:
                found = {name: facts(future.result()) for name, future in futures}
                record.add(
                    Round(
                        kit_version=kit_version(),
                        exercise=exercise.slug,
                        condition=condition,
                        seed=n % SEEDS,
                        found=found,
                    )
                )
            seconds = time.monotonic() - begun
            print(f"{condition}: {n + 1}/{runs} rounds, the last in {seconds:.0f} s", file=sys.stderr, flush=True)


def stopwatch(runs: int) -> int:
    """How often the stopwatch fails a right answer."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_pages.py").write_text(STOPWATCH, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", folder, folder]
        return sum(subprocess.run(command, cwd=folder, capture_output=True).returncode != 0 for _ in range(runs))


def show(record: Record, exercises: Sequence[Exercise]) -> None:
    """What differs, with how often it was found."""
    measured: dict[tuple[str, str, int], Counter[Facts]] = {}
    decided: dict[tuple[str, str], Counter[Facts]] = {}
    for exercise in exercises:
        for round in record.of(exercise):
            for name, found in round.found.items():
                measured.setdefault((exercise.name, name, round.seed), Counter())[found] += 1
                decided.setdefault((exercise.name, name), Counter())[verdict(found)] += 1
    differing = {(exercise, name) for (exercise, name, _), found in measured.items() if len(found) > 1}
    for condition, busy in CONDITIONS.items():
        rounds = [len(record.of(exercise, condition)) for exercise in exercises]
        print(
            f"{condition} ({busy} busy processes): {min(rounds)} rounds or more of each exercise, {sum(rounds)} in all"
        )
    print(
        f"asynclings: on the same data {len(differing)} of {len(decided)} submissions differ in any verdict, time, "
        f"peak, number of operations, mistake or line; on any data "
        f"{sum(len(found) > 1 for found in decided.values())} in a verdict or mistake "
        f"({sum(sum(found.values()) for found in decided.values())} gradings)"
    )
    for what, each in (*measured.items(), *decided.items()):
        if len(each) > 1:
            for found, number in each.most_common():
                print(f"  {what}: {number} times {found}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=50, help="rounds under each condition (default: 50)")
    parser.add_argument("--exercise", action="append", default=[], help="only this one; may be repeated")
    parser.add_argument("--condition", choices=CONDITIONS, help="only this one")
    parser.add_argument("--record", type=Path, help="a file that keeps the rounds, to go on with")
    parser.add_argument("--graders", type=int, help="processes that grade (default: one a processor)")
    parser.add_argument("--stopwatch", type=int, default=STOPWATCH_RUNS, help="runs with a stopwatch (default: 50)")
    arguments = parser.parse_args()
    record, track = Record(arguments.record), load()
    exercises = track.find(arguments.exercise) if arguments.exercise else track.exercises
    if not all(exercise.submissions.is_dir() for exercise in exercises):
        raise SystemExit(
            f"There are no submissions in {track.root}: run this where the kit is installed with --editable."
        )
    failed = {}
    for condition in [arguments.condition] if arguments.condition else CONDITIONS:
        with load_of(CONDITIONS[condition]):
            measure(record, exercises, arguments.runs, condition, arguments.graders)
            failed[condition] = stopwatch(arguments.stopwatch)
    show(record, exercises)
    shares = ", ".join(f"{number} fail {condition}" for condition, number in failed.items())
    print(f"stopwatch (right answer, twice the ideal time, {arguments.stopwatch} times): {shares}")


if __name__ == "__main__":
    main()
