"""Where a cancellation is swallowed: the learner's line, for every way to do it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.grading.failures import CheckFailed
from asynclings.grading.lab import Lab
from asynclings.grading.run import Run

SWALLOWING = Path(__file__).with_name("swallowing.py")
LINES = SWALLOWING.read_text().splitlines()

WAYS = [
    "by_name",
    "by_a_bare_except",
    "by_suppressing",
    "by_leaving_in_the_end",
    "around_a_block",
    "around_a_call",
    "in_an_awaited_task",
    "with_helpers_that_end_quietly",
    "in_one_line",
]


@pytest.fixture
def lab(lab_for: Callable[[Path], Lab]) -> Lab:
    return lab_for(SWALLOWING)


def cancelled(lab: Lab, function: str) -> Run:
    whole = lab.run(function).finished()
    assert whole.observations("cancellation_swallowed") == []
    return lab.run(function, cancel_at=whole.moments[0])


def line_of(function: str) -> int:
    head = next(n for n, line in enumerate(LINES) if line.startswith(f"async def {function}("))
    return next(n for n, line in enumerate(LINES[head:], head + 1) if line.endswith("# here"))


@pytest.mark.parametrize("function", WAYS)
def test_the_line_that_swallows_it_is_shown(lab: Lab, function: str) -> None:
    with pytest.raises(CheckFailed, match="swallowed that") as failed:
        cancelled(lab, function).was_cancelled()
    assert failed.value.where is not None
    assert (failed.value.where.file, failed.value.where.line) == (SWALLOWING.name, line_of(function))


def test_what_is_not_swallowed_is_not_said_to_be(lab: Lab) -> None:
    assert cancelled(lab, "lets_it_through").was_cancelled().observations("cancellation_swallowed") == []
    with pytest.raises(CheckFailed, match="raised ValueError") as failed:
        cancelled(lab, "raises_another").was_cancelled()
    assert failed.value.where is not None and "raise ValueError" in LINES[failed.value.where.line - 1]
