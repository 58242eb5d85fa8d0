"""Workers for the tests of this folder: one zygote for each file of tests, one process for each run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asynclings.grading.engine import Engine
from asynclings.grading.lab import Lab
from asynclings.grading.program import Program
from asynclings.sandbox.keeper import Keeper

SECONDS = 60.0  # of real time for one run: only a run that hangs ever reaches them


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    keeper = Keeper()
    yield Engine(keeper)
    keeper.close()


@pytest.fixture(scope="module")
def lab_for(engine: Engine) -> Callable[[Path], Lab]:
    """A lab in which a file is the submission."""
    return lambda file: Lab(
        engine, Program(file.parent, (file.name,), file.stem), "seed", SECONDS, ("processes", "disk")
    )


@pytest.fixture
def written(lab_for: Callable[[Path], Lab], tmp_path: Path) -> Callable[[str], Lab]:
    """A lab in which a text is the submission."""

    def write(source: str) -> Lab:
        file = tmp_path / "submission.py"
        file.write_text(source)
        return lab_for(file)

    return write
