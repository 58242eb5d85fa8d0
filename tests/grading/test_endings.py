"""What is said of a run that did not come to its end."""

from pathlib import Path

import pytest

from asynclings.grading.endings import how_it_ended
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.grading.run import Run
from asynclings.grading.transcript import Transcript
from asynclings.world.world import World


@pytest.mark.parametrize(
    ("virtual", "words"),
    [
        (True, "It waits for something outside the simulated world"),
        (False, "It or one of its processes is still at work, or waits."),
    ],
)
def test_what_meets_the_deadline_is_told_what_can_take_so_long(virtual: bool, words: str) -> None:
    order = Order("work", (), virtual=virtual, seconds=60)
    run = Run(Transcript("deadline", importing=False), World([], {}), Program(Path(), ("work.py",), "work"), order)
    said = how_it_ended(run).message
    assert said.startswith(f"After 60 s of real time it had not ended, and was ended. {words}")
    assert ("outside the simulated world" in said) is virtual
