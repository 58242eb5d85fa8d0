"""The lab: what all runs of a check have together."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asynclings.grading import CannotRun, Lab, bench
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
