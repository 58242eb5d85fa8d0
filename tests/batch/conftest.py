"""An assignment as learners get it, and clones of it, made without a network and without git."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclings.report.model import ExerciseResult, Isolation, Report
from asynclings.scaffold import scaffold

SLUGS = ("1_event_loop/bakery", "2_io/pages")


@pytest.fixture(scope="session")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The teacher's repository. Not to be edited."""
    folder = tmp_path_factory.mktemp("assignment") / "my-assignment"
    scaffold(folder, {"exercises": list(SLUGS)})
    return folder


@pytest.fixture
def clone(handed_out: Path, tmp_path: Path) -> Callable[[str], Path]:
    """``clone("ada")`` is the folder of a clone, as it was handed out."""
    return lambda name: Path(shutil.copytree(handed_out, tmp_path / "clones" / name, symlinks=True))


def report_of(exercise_points: dict[str, int], **totals: int) -> Report:
    exercises = tuple(
        ExerciseResult(slug=slug, title=slug, path="", points=got, max_points=10, status="failed", checks=())
        for slug, got in exercise_points.items()
    )
    totals = {"points": sum(exercise_points.values()), "max_points": 10 * len(exercise_points)} | totals
    isolation = Isolation(trust="strong", platform="test", active=())
    return Report(kit_version="0.1.0", seed=7, exercises=exercises, isolation=isolation, **totals)


@pytest.fixture(name="report_of", scope="session")
def report_of_fixture() -> Callable[..., Report]:
    """``report_of({"2_io/pages": 4}, points=10)``: a report with these points, and totals that may not fit."""
    return report_of
