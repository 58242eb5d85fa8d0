"""Flakes: does any verdict, elapsed time or peak differ between runs, idle or with eight busy processes?

Beside it, the usual way: the same `pages` task graded by a stopwatch, which must not take twice the ideal time.
"""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from asynclings.author.cases import cases_of
from asynclings.author.load import BUSY_PROCESSES, load_of
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.report.model import ExerciseResult
from asynclings.track import load

STOPWATCH_RUNS = 50

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


def facts(result: ExerciseResult) -> tuple[object, ...]:
    """All that must not differ: verdicts, virtual times, peaks, numbers of operations, mistakes and lines."""
    return tuple(
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
    )


def submissions() -> list[Submission]:
    kinds = ("solution", "right", "wrong")
    cases = [case for exercise in load().exercises for case in cases_of(exercise) if case.kind in kinds]
    return [Submission(case.exercise, case.file, case.name) for case in cases]


def measure(runs: int, name: str) -> dict[str, Counter[tuple[object, ...]]]:
    seen: dict[str, Counter[tuple[object, ...]]] = {}
    begun = time.monotonic()
    work = submissions()
    with Session(1) as session:
        for n in range(runs):
            for submission in work:
                key = f"{submission.exercise.name}/{submission.shown}"
                seen.setdefault(key, Counter())[facts(session.grade(submission))] += 1
            print(
                f"\r{name}: {n + 1}/{runs} rounds, {time.monotonic() - begun:.0f} s",
                end="",
                file=sys.stderr,
                flush=True,
            )
    print(file=sys.stderr)
    return seen


def stopwatch(runs: int) -> float:
    """The share of right answers that the stopwatch fails."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_pages.py").write_text(STOPWATCH, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", folder, folder]
        failures = sum(subprocess.run(command, cwd=folder, capture_output=True).returncode != 0 for _ in range(runs))
    return failures / runs


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    idle = measure(runs, "idle")
    idle_failures = stopwatch(STOPWATCH_RUNS)
    with load_of(BUSY_PROCESSES):
        busy = measure(runs, "under load")
        busy_failures = stopwatch(STOPWATCH_RUNS)
    differing = sorted(key for key in idle if len(idle[key] + busy[key]) > 1)
    gradings = runs * len(idle)
    print(f"{len(idle)} submissions, {runs} times idle and {runs} times beside {BUSY_PROCESSES} busy processes")
    print(
        f"asynclings: {len(differing)} of {len(idle)} differ in any verdict, time, peak, mistake or line "
        f"({2 * gradings} gradings)"
    )
    for key in differing:
        for found, times in (idle[key] + busy[key]).most_common():
            print(f"  {key}: {times} times {found}")
    print(
        f"stopwatch (right answer, twice the ideal time): {idle_failures:.0%} fail idle, {busy_failures:.0%} under load"
    )


if __name__ == "__main__":
    main()
