"""The learner's line, where it takes more than an error to find it: what was seen from outside, or did not happen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import asynclings
from asynclings.grading.session import Session
from asynclings.grading.submission import Submission
from asynclings.kit import kit_root
from asynclings.track import load

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
KIT = Path(asynclings.__file__).parent
READING = {"source", "getline", "getlines", "getsource", "getsourcelines", "findsource"}


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session() as opened:
        yield opened


@pytest.mark.parametrize(
    ("submission", "line"),
    [
        ("primes/in_the_loop", "counts.append(primes_below(limit))"),
        ("primes/threads", "asyncio.to_thread(primes_below, limit)"),
        ("primes/one_worker", "with ProcessPoolExecutor(max_workers=1) as pool:"),
        ("primes/one_at_a_time", "[await loop.run_in_executor(pool, primes_below, limit)"),
        ("primes/blocking_map", "return list(pool.map(primes_below, limits))"),
        ("primes/pool_left_open", "ProcessPoolExecutor("),
        ("pi/by_itself", "sum(map(leibniz"),
        ("pi/joined_one_by_one", "process.start()"),
        ("pi/as_many_as_cores", "with ProcessPoolExecutor(max_workers=workers) as pool:"),
        ("word_count/a_job_for_each", "pool.submit(words_in, text)"),
        ("pages/cancellation_swallowed", "except"),
        ("failures/except_around_the_group", "except httpx.HTTPError as error:"),
        ("deadline/deadline_inside_the_group", "except TimeoutError:"),
        ("all_or_nothing/leaves_the_group", "asyncio.TaskGroup() as group:"),
        ("unblock/called_first", "asyncio.to_thread(report.render())"),
        ("word_count/joined_before_emptied", "process.join()"),
    ],
)
def test_the_line_is_the_one_to_be_changed(session: Session, submission: str, line: str) -> None:
    name, stem = submission.split("/")
    (exercise,) = load().find([name])
    file = SUBMISSIONS / name / "wrong" / f"{stem}.py"
    grading = session.begin(Submission(exercise, file, file.name))
    try:
        verdicts = map(grading.verdict, grading.checks)
        failed = next(check for check in verdicts if check.status in ("failed", "error"))
    finally:
        grading.close()
    assert failed.line is not None and line in failed.line.text, (failed.message, failed.line)


def test_the_source_is_read_to_show_a_line_and_for_nothing_else() -> None:
    """No verdict and no advice comes from how a submission is written."""
    folders = (KIT / "grading", KIT / "worker", kit_root() / "graders")
    trees = {file.name: ast.parse(file.read_text("utf-8")) for folder in folders for file in folder.rglob("*.py")}
    names = {name: set(map(_attribute, ast.walk(tree))) for name, tree in trees.items()}
    assert {name for name, used in names.items() if used & READING} == {"evidence.py"}


def _attribute(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""
