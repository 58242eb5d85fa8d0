"""What the documents say is replaced in a worker, is; and nothing else of the libraries is the kit's."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.grading import Lab
from asynclings.sandbox.keeper import KEPT
from asynclings.worker.networked import NetworkedLoop

FILE = Path(__file__).with_name("replacing.py")
CHECKOUT = Path(__file__).parents[2]
# What the table has in other words: who bound `time.monotonic` when it was imported, and the call in each round of a
# loop that only looks (`asynclings.worker.idle`).
IN_OTHER_WORDS = {"threading._time", "builtins.@look"}


@pytest.fixture(scope="module")
def page() -> str:
    return (CHECKOUT / "docs" / "how-it-works.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def told(page: str) -> set[str]:
    """Every name in the tables, and the last part of those with dots."""
    tables = page.partition("### What is replaced in a worker\n")[2].partition("\nNot covered:")[0]
    return {part for code in re.findall(r"`([^`]+)`", tables) for part in (code, code.rpartition(".")[2])}


def name_in_table(path: str) -> str:
    """``Thread.start`` is told of as ``start``, a constructor by the name of its class, ``_ns`` forms by the other."""
    return path.removesuffix(".__init__").removesuffix("_ns").rpartition(".")[2]


def test_everything_that_is_replaced_is_told_of(lab_for: Callable[[Path], Lab], told: set[str]) -> None:
    lab = lab_for(FILE)
    runs = [lab.run("replaced", manner="sync"), lab.run_with_processes("replaced", manner="sync")]
    found = {path for run in runs for path in run.finished().value}
    assert {"time.sleep", "threading.Lock", "os.sendfile", "multiprocessing.process.BaseProcess.start"} <= found
    assert {path for path in found - IN_OTHER_WORDS if name_in_table(path) not in told} == set()


def test_what_the_loop_does_in_its_own_way_is_told_of(told: set[str]) -> None:
    kinds = [kind for kind in NetworkedLoop.__mro__ if kind.__module__.startswith("asynclings.")]
    public = {name for kind in kinds for name in vars(kind) if not name.startswith("_")}
    asyncios = {name for kind in NetworkedLoop.__mro__ if kind not in kinds for name in vars(kind)}
    assert public & asyncios - told == set()


def test_what_is_kept_of_the_environment_is_told_of(page: str) -> None:
    assert [name for name in KEPT if f"`{name}`" not in page] == []
