"""The lab: what all runs of a check have together."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asynclings.grading import CannotRun, CheckFailed, Lab, bench
from asynclings.grading.engine import Engine
from asynclings.grading.program import Program
from asynclings.sandbox.keeper import Keeper


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    keeper = Keeper()
    yield Engine(keeper)
    keeper.close()


@pytest.fixture
def new_lab(engine: Engine, tmp_path: Path) -> Callable[[], Lab]:
    (tmp_path / "work.py").write_text("async def work():\n    return 7\n", encoding="utf-8")
    return lambda: Lab(engine, Program(tmp_path, ("work.py",), "work"), "seed", 60.0)


def test_all_runs_of_a_check_share_their_real_time(new_lab: Callable[[], Lab], monkeypatch: pytest.MonkeyPatch) -> None:
    """Else sixty runs that each take nearly as long as one may would be twenty minutes."""
    monkeypatch.setattr(bench, "TOGETHER", 0)
    one = new_lab()
    one.run("work").returned(7)
    with pytest.raises(CannotRun, match=r"^The 1 run of this check took \d+ s of real time"):
        one.run("work")
    assert len(one.runs) == 1
    new_lab().run("work").returned(7)


def test_a_list_is_looked_into_only_if_it_is_one(new_lab: Callable[[], Lab], tmp_path: Path) -> None:
    """A driver gathers what a grader looks into; a submission may have put something else in its place."""
    (tmp_path / "work.py").write_text("async def work(value):\n    return value\n", encoding="utf-8")
    lab = new_lab()
    assert lab.run("work", [1, None]).listed(2) == [1, None]
    for value, said in ((7, "7"), ([1], "[1]"), ((1, 2), "(1, 2)")):
        with pytest.raises(CheckFailed) as failed:
            lab.run("work", value).listed(2)
        assert failed.value.message == f"work gave {said} where a list of 2 is asked for."
