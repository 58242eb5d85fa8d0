"""Moments: a run is cancelled where it does what another run did, whatever its clock and its turns say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings.grading import CheckFailed, Lab, Run, Service, Story, operation
from asynclings.grading.cancelling import LIMIT
from asynclings.grading.engine import Engine
from asynclings.world.moments import Moment, Timeline


class Kitchen(Service):
    @operation("async")
    def mix(self, flavour: str) -> Story[str]:
        yield 4
        return flavour

    @operation("async")
    def taste(self) -> None:
        """Takes no time."""


@pytest.fixture
def lab(written: Callable[[str], Lab]) -> Lab:
    return written(SOURCE)


@pytest.fixture
def portable(lab: Lab, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The same without the layers of the kernel, so that one run can leave a file for the next."""
    monkeypatch.setattr(engine, "without", frozenset({"landlock", "seccomp"}))
    return lab


SOURCE = """
import asyncio
import itertools
import os
import random


async def work(kitchen):
    return [await kitchen.mix("first"), await kitchen.mix("second")]


async def dawdle(kitchen):
    '''Sleeps a thousand times, in next to no time, where it can be cancelled without harm.'''
    for _ in range(1000):
        await asyncio.sleep(1e-9)
    return await asyncio.shield(work(kitchen))


async def taste_and_work(kitchen):
    await kitchen.taste()
    await kitchen.taste()
    return await kitchen.mix("first")


async def draw_lots(kitchen):
    '''Right, and never twice the same.'''
    for _ in range(random.randrange(9)):
        await asyncio.sleep(random.uniform(0, 0.1))
    return await work(kitchen)


async def idle(kitchen, diary):
    '''Works once, and then does nothing where it expects to be cancelled.'''
    if os.path.exists(diary):
        return await asyncio.sleep(8)
    open(diary, "w").close()
    return await work(kitchen)


async def elsewhere(kitchen, diary):
    '''Works once, and then does something else, so that no moment comes again.'''
    if os.path.exists(diary):
        return await asyncio.gather(kitchen.mix("first"), kitchen.mix("second"))
    open(diary, "w").close()
    return await work(kitchen)
"""


def mixed(run: Run) -> None:
    run.returned(["first", "second"])


def test_the_course_of_a_run(lab: Lab) -> None:
    run = lab.run("taste_and_work", Kitchen())
    assert run.moments == [Moment(1, 1, 0, 0, 0), Moment(2, 2, 0, 0, 0), Moment(3, 2, 0, 4, 0)]


def test_waits_of_one_instant_are_counted() -> None:
    timeline = Timeline(None)
    for _ in range(3):
        timeline.end_turn(timeline.begin_turn(0.0), 0.0)
    timeline.end_turn(timeline.begin_turn(0.0), 1.0)
    timeline.end_turn(timeline.begin_turn(1.0), 0.0)
    assert [(moment.turn, moment.after, moment.long) for moment in timeline.moments] == [
        (0, 0, 0),
        (1, 0, 0),
        (2, 0, 0),
        (3, 0, 1),
        (0, 1, 0),
    ]


def test_a_wait_that_takes_no_time_is_cancelled_before_it_is_over(lab: Lab) -> None:
    moments = lab.run("taste_and_work", Kitchen()).moments
    runs = [lab.run("taste_and_work", Kitchen(), cancel_at=moment) for moment in moments]
    assert [(run.cancelled_at, len(run.operations)) for run in runs] == [(0, 1), (0, 2), (2, 3)]


def test_whoever_dawdles_is_cancelled_at_work(lab: Lab) -> None:
    runs = lab.cancel_everywhere("dawdle", Kitchen(), whole=mixed)
    assert len(runs) <= LIMIT
    assert [round(run.cancelled_at or 0) for run in runs] == [2, 6]
    assert [len(run.operations) for run in runs] == [1, 2]


def test_a_program_that_draws_lots_is_cancelled_where_it_does_the_same(lab: Lab) -> None:
    for _ in range(5):
        runs = lab.cancel_everywhere("draw_lots", Kitchen(), whole=mixed)
        assert {len(run.operations) for run in runs} >= {1, 2}
        for run in runs:
            run.was_cancelled()


def test_a_run_that_is_not_cancelled_must_be_right(portable: Lab, tmp_path: Path) -> None:
    diary = str(tmp_path / "diary")
    with pytest.raises(CheckFailed, match=r"idle returned None; expected was \['first', 'second'\]"):
        portable.cancel_everywhere("idle", Kitchen(), diary, whole=mixed)


def test_a_program_that_never_does_it_again_is_not_cancelled(portable: Lab, tmp_path: Path) -> None:
    diary = str(tmp_path / "diary")

    def right(run: Run) -> None:
        assert run.value == ["first", "second"]

    with pytest.raises(CheckFailed, match="elsewhere did not do again what it did"):
        portable.cancel_everywhere("elsewhere", Kitchen(), diary, whole=right)


def test_what_is_run_first_must_be_right_too(lab: Lab) -> None:
    def wrong(run: Run) -> Any:
        return run.returned("something else")

    with pytest.raises(CheckFailed, match="something else"):
        lab.cancel_everywhere("work", Kitchen(), whole=wrong)
    assert len(lab.runs) == 1
